using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate permit</c></summary>
internal static class PermitCommand
{
    public static Command Build() => Verb.Group("permit", "Short leases to train on a sealed data set.", Request(), Renew(), Close(), List());

    private static Command Request()
    {
        var dataSet = new Argument<string>("DATASET") { Description = "the data set's folder" };
        var run = new Option<string>("--run") { Description = "what the training run is called", HelpName = "NAME", Required = true };
        var recordedAt = Common.RecordedAt();
        return Verb.Of("request", "Asks for a permit. It is given if the data set verifies and its records may be used now.", "headgate permit request dataset --run nightly-7", [dataSet, run, recordedAt], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            return Doing(session, acts => Said(output, acts.Request(parsed.GetValue(dataSet)!, parsed.GetValue(run)!, Common.InstantOf(parsed, recordedAt), cancellation)));
        });
    }

    private static Command Renew()
    {
        var id = Id();
        return Verb.Of("renew", "Renews a permit's lease, if its records may still be used; else the permit ends.", "headgate permit renew 7", [id], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            return Doing(session, acts => Said(output, acts.Renew(Position(parsed.GetValue(id)!), cancellation)));
        });
    }

    private static Command Close()
    {
        var id = Id();
        return Verb.Of("close", "Gives a permit back.", "headgate permit close 7", [id], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            return Doing(session, acts => Said(output, acts.Close(Position(parsed.GetValue(id)!))));
        });
    }

    private static Command List() => Verb.Of("list", "Lists permits and what became of them.", "headgate permit list", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        var permits = PermitState.All(session);
        if (permits.Count == 0) output.Say("no permit was ever given");
        else
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("id", "data set", "run", "state", "until");
            foreach (var one in permits)
                table.AddRow(new Text(Number(one.Permit.Position)), new Text(one.Permit.Given.DataSet), new Text(one.Permit.Given.Run), new Text(State(one)), new Text(one.Until?.ToString() ?? ""));
            output.Draw(table);
        }
        output.Document(new { permits = permits.Select(Document) });
        return 0;
    });

    private static int Doing(Session session, Func<PermitActs, int> act)
    {
        using var temp = new TempFolder();
        try
        {
            return act(new(session, new Bounds(MemorySize.Megabytes(4096), Math.Max(2, Environment.ProcessorCount), temp.Path), WorkerProcess.OfThisProgram().Run));
        }
        finally
        {
            LineageCommand.Tell(session);
        }
    }

    private static int Said(Output output, PermitState state)
    {
        output.Say(state.Until is { } until ? $"permit {Number(state.Permit.Position)} holds until {until}: renew it before, or stop" : $"permit {Number(state.Permit.Position)} is {State(state)}");
        if (state.RedoBy is { } redo) output.Say($"people of the data set have left: the work must be redone without them by {redo}");
        output.Document(Document(state));
        return 0;
    }

    private static object Document(PermitState state) => new
    {
        id = Number(state.Permit.Position),
        position = state.Permit.Position,
        data_set = state.Permit.Given.DataSet,
        manifest = state.Permit.Given.ManifestDigest,
        purpose = state.Permit.Given.Purpose,
        run = state.Permit.Given.Run,
        state = state.State,
        since = state.Permit.Since.ToString(),
        until = state.Until?.ToString(),
        redo_by = state.RedoBy?.ToString(),
        reason = state.Permit.EndReason,
    };

    private static string State(PermitState state) => state.State == "revoked" ? $"revoked, {state.Permit.EndReason}" : state.State;

    private static string Number(long position) => position.ToString(CultureInfo.InvariantCulture);

    private static long Position(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new BadInputException($"`{text}` is no id", "an id is the number that `headgate permit list` shows");

    private static Argument<string> Id() => new("ID") { Description = "the permit's id" };
}
