using System.CommandLine;
using System.Globalization;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate lineage</c></summary>
internal static class LineageCommand
{
    public static Command Build() => Verb.Group("lineage", "What was made from what: data sets, permits, models, and who outside holds them.", Show(), Index(), Export());

    private static Command Show() => Verb.Of("show", "Shows the graph.", "headgate lineage show", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        var graph = LineageGraph.Of(session);
        foreach (var node in graph.Nodes)
        {
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{node.Kind} {node.Path ?? node.Name}: {node.Records:N0} records, for {node.Purpose}, since {node.Since}{(node.Path is null ? "; it does not lie where it was put" : "")}"));
            foreach (var from in node.From) output.Say($"  from {from}");
            foreach (var permit in graph.Permits.Where(permit => permit.Permit.Given.ManifestDigest == node.Digest)) output.Say(string.Create(CultureInfo.InvariantCulture, $"  permit {permit.Permit.Position} for {permit.Permit.Given.Run}: {permit.State}"));
            foreach (var one in graph.Disclosures.Where(one => one.Made.ManifestDigest == node.Digest)) output.Say($"  held by {one.Made.Recipient}");
            if (node.Next is { } next) output.Say($"  followed by {next}");
        }
        if (graph.Nodes.Count == 0) output.Say("no data set was sealed");
        output.Document(new
        {
            nodes = graph.Nodes.Select(node => new { kind = node.Kind, name = node.Name, manifest = node.Digest, path = node.Path, purpose = node.Purpose, position = node.Position, since = node.Since.ToString(), from = node.From, next = node.Next, records = node.Records, people = node.People }),
            permits = graph.Permits.Select(permit => new { id = permit.Permit.Position.ToString(CultureInfo.InvariantCulture), manifest = permit.Permit.Given.ManifestDigest, run = permit.Permit.Given.Run, state = permit.State }),
            recipients = graph.Disclosures.Select(RecipientCommand.Document),
        });
        return 0;
    });

    private static Command Index() => Verb.Of("index", "Reads every data set and model that is not in the index yet.", "headgate lineage index", [], (parsed, output, cancellation) =>
    {
        using var session = Common.Open(parsed);
        using var temp = new TempFolder();
        var unread = Lineage.Bring(session, PhraseWork.With(new()), TrainCommand.Limits(temp.Path), cancellation);
        output.Say(string.Create(CultureInfo.InvariantCulture, $"the index takes {Lineage.Bytes(session):N0} bytes"));
        foreach (var name in unread) output.Say($"`{name}` could not be read: nothing can be said of it");
        output.Document(new { bytes = Lineage.Bytes(session), not_indexed = unread });
        return 0;
    });

    private static Command Export()
    {
        var to = new Option<string>("--to") { Description = "a file, or a service that takes OpenLineage events", HelpName = "FILE or URL", Required = true };
        return Verb.Of("export", $"Tells what has not been told yet as OpenLineage events; {LineageExport.Variable} does it after each act.", "headgate lineage export --to events.jsonl", [to], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            var (sent, problem) = LineageExport.RunAsync(session, parsed.GetValue(to)!, cancellation).GetAwaiter().GetResult();
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{sent:N0} events told{(problem is null ? "" : $"; then {problem}")}"));
            output.Document(new { sent, problem });
            return problem is null ? 0 : 3;
        });
    }

    /// <summary>Tells what was just done to where the environment says; what cannot be told now is told the next time.</summary>
    public static void Tell(Session session, CancellationToken cancellation = default)
    {
        if (LineageExport.ByEnvironment(session, cancellation) is { } problem) Output.Remark($"note: {problem}; the events are told the next time");
    }
}
