using System.Runtime.InteropServices;
using Headgate.Engine.Demo;
using Headgate.Gate;
using Headgate.Manifest;

namespace Headgate.Engine.Scenarios;

/// <summary>Gates everything that a story has posted, in this process, and compares record by record with the reference.</summary>
internal sealed class ScenarioGate(Session session, ScenarioWorld world, string purpose, Bounds bounds)
{
    /// <param name="found">Is given what does not hold; nothing where all does.</param>
    public GatePhase Run(string name, string place, CancellationToken cancellation, out string? found)
    {
        var moment = session.MomentOf(null, null);
        var posts = world.Until(moment.At).ToList();
        if (posts.Count == 0) throw new BadInputException("nothing was posted until here that could pass the gate", "let somebody `post` first, or draw a `board`");
        Directory.CreateDirectory(place);
        var content = Path.Combine(place, "posts.jsonl");
        using (var stream = File.Create(content)) Write(posts, stream);

        var options = new GateOptions(
            [content], [], null, purpose, Path.Combine(place, "dataset"), null, null, OutputFormat.JsonLines, VerdictsOnly: false, WithSubjects: false, bounds.Memory, bounds.Threads, bounds.Temp);
        var outcome = new Gating(session, options, GateWorker.Run).Run(_ => { }, cancellation);

        var texts = outcome.Manifest.Verdicts.Codes.ToDictionary(code => code.Code, code => code.Reason);
        var verdicts = MemoryMarshal.Cast<byte, ushort>(File.ReadAllBytes(Path.Combine(outcome.Out, DataSetLayout.Verdicts))).ToArray();
        found = Checking.OfDataSet(outcome.Out, session.Store.Key) is [var damage, ..] ? damage : null;
        for (var i = 0; i < posts.Count && found is null; i++)
            if (Explanation.Of(session, posts[i].Record, world.Find, purpose, moment).Verdict.Reason.Text is var reason && reason != texts[verdicts[i]])
                found = $"the gate says {world.Named(texts[verdicts[i]])} of {posts[i].Record.Id}, the reference {world.Named(reason)}";
        var counts = outcome.Manifest.Counts;
        return new(name, moment.At, counts.Input, counts.Kept, counts.ByReason.GroupBy(pair => world.Named(pair.Key), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal));
    }

    private static void Write(IEnumerable<(Record Record, string Text)> posts, Stream stream)
    {
        using var lines = new JsonLines(stream);
        foreach (var (record, text) in posts)
        {
            var json = lines.Begin();
            json.WriteString("record_id", record.Id);
            json.WriteString("author", record.Author?.Value);
            List("other_people", record.Others.Select(other => other?.Value));
            json.WriteString("kind", record.Kind);
            if (record.Labels is { } labels) List("labels", labels);
            else json.WriteNull("labels");
            json.WriteString("visibility", record.Visibility);
            json.WriteString("service", record.Service);
            json.WriteString("created", record.Created?.ToString());
            json.WriteString("collected", record.IsCollectedUnknown ? null : (record.Collected ?? record.Created)?.ToString());
            List("region", record.Regions.Select(region => region == Region.Unknown ? null : region.Code));
            List("derived_from", record.DerivedFrom);
            List("content_usage", record.Signals.ContentUsage);
            json.WriteString("text", text);
            lines.End();

            void List(string name, IEnumerable<string?> values)
            {
                json.WriteStartArray(name);
                foreach (var value in values) json.WriteStringValue(value);
                json.WriteEndArray();
            }
        }
    }
}
