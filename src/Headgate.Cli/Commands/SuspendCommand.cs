using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate suspend</c></summary>
internal static class SuspendCommand
{
    public static Command Build()
    {
        var purpose = Common.Purpose();
        var regions = new Option<string[]>("--region") { Description = "codes or groups; `everywhere` for all", HelpName = "R", Required = true, AllowMultipleArgumentsPerToken = true };
        var service = new Option<string?>("--service") { Description = "only this service", HelpName = "S" };
        var from = new Option<string?>("--collected-from") { Description = "only what was collected at or after this", HelpName = "D" };
        var to = new Option<string?>("--collected-to") { Description = "only what was collected before this", HelpName = "D" };
        var authority = new Option<string>("--authority") { Description = "who asked for it", HelpName = "NAME", DefaultValueFactory = _ => "the platform itself" };
        var reference = new Option<string>("--reference") { Description = "where that can be read", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var recordedAt = Common.RecordedAt();
        var forget = new Option<bool>("--forget") { Description = "and make every model of the purpose forget whom it denies" };
        return Verb.Of(
            "suspend", "Pauses a purpose now, in some regions.", "headgate suspend --purpose train-generative-ai --region GB --authority ICO --reference \"statement of 20 September 2024\"",
            [purpose, regions, service, from, to, authority, reference, recordedAt, forget], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            var request = new PauseRequest(
                parsed.GetValue(purpose)!, parsed.GetValue(regions)!, parsed.GetValue(service), Common.InstantOf(parsed, from), Common.InstantOf(parsed, to),
                parsed.GetValue(authority)!, parsed.GetValue(reference)!);
            var reach = SuspensionActs.ReachOf(session, request);
            output.Say(string.Create(CultureInfo.InvariantCulture, $"this touches {reach.Subjects:N0} subjects, {reach.DataSets:N0} data sets sealed for the purpose and {reach.Permits:N0} permits"));
            var clock = Stopwatch.StartNew();
            var appended = SuspensionActs.Suspend(session, request, Common.InstantOf(parsed, recordedAt));
            var took = clock.Elapsed;
            output.Say($"suspended: the id is {appended.First}; every decision from now on denies");
            // of an act of the past nobody can say how long it took
            if (parsed.GetValue(recordedAt) is null) SuspensionActs.SayTookHold(session, appended.First, took);
            var models = Tracing.ModelsFor(session, request.Purpose);
            var forgotten = parsed.GetValue(forget) ? Forgotten(session, models, output, cancellation) : null;
            if (forgotten is null)
                foreach (var model in models) output.Say($"the model {model} may hold their wordings: `headgate forget {model} --paused`");
            output.Document(new
            {
                models,
                forgotten,
                id = appended.First.ToString(CultureInfo.InvariantCulture),
                position = appended.First,
                recorded_at = appended.RecordedAt.ToString(),
                subjects = reach.Subjects,
                data_sets = reach.DataSets,
                permits = reach.Permits,
                took_hold_ms = Math.Round(took.TotalMilliseconds, 3),
            });
            return 0;
        });
    }

    private static List<object> Forgotten(Session session, IReadOnlyList<string> models, Output output, CancellationToken cancellation)
    {
        var forgetting = new ModelForgetting(session, PhraseWork.With(new()));
        var all = new List<object>();
        foreach (var model in models)
        {
            var outcome = forgetting.Run(model, forgetting.Find(model, new([], Paused: true), cancellation), cancellation);
            output.Say(string.Create(CultureInfo.InvariantCulture, $"the model {model} has forgotten {outcome.People:N0} people, with {outcome.Records:N0} records"));
            all.Add(new { model, people = outcome.People, records = outcome.Records, before = outcome.Before, after = outcome.After, position = outcome.Position });
        }
        return all;
    }
}
