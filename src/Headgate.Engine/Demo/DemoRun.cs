using System.Diagnostics;
using System.Globalization;
using Headgate.Engine.Scenarios;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine.Demo;

/// <summary>The main job from end to end on an invented network: lives through the story of LinkedIn in a ledger of its own, gates text and photos at each date, explains a few verdicts and checks everything.</summary>
public sealed class DemoRun
{
    private readonly DemoOptions options;
    private readonly Func<string, Action<GateProgress>, CancellationToken, GateResult> work;
    private readonly Action<GateProgress> report;
    private readonly CancellationToken cancellation;
    private readonly DemoFolder folder;
    private readonly SampleNetwork network;
    private readonly DemoNetwork files;
    private readonly StoryClock clock;
    private readonly ScenarioWorld world = new(null);
    private readonly ScenarioActs acts;
    private readonly List<Outcome> outcomes = [];
    private readonly Dictionary<string, string> pauses = new(StringComparer.Ordinal);
    private readonly List<DemoEvent> events = [];
    private readonly List<DemoGate> gates = [];
    private readonly DemoBoardKeeper board;
    private readonly Session session;
    private readonly Bounds bounds;
    private readonly ModelWork? model;

    private DemoRun(
        DemoOptions options, DemoFolder folder, Session session, StoryClock clock, Bounds bounds,
        Func<string, Action<GateProgress>, CancellationToken, GateResult> work, ModelWork? model, Action<GateProgress> report, CancellationToken cancellation)
    {
        this.model = model;
        (this.options, this.folder, this.session, this.clock, this.bounds) = (options, folder, session, clock, bounds);
        (this.work, this.report, this.cancellation) = (work, report, cancellation);
        report(new("inventing people", null, options.People));
        network = new SampleNetwork(options.People, options.Records, options.Seed);
        files = new DemoNetwork(network, folder, report, cancellation);
        board = new DemoBoardKeeper(network);
        acts = new ScenarioActs(LinkedInTimeline.Story with { Path = Path.Combine(folder.Policies, LinkedInTimeline.StoryName) }, session, world, outcomes);
    }

    /// <param name="work">Does a gate's job: <see cref="WorkerProcess.Run"/>, or <see cref="GateWorker.Run(string, Action{GateProgress}, CancellationToken)"/> in this process.</param>
    /// <param name="model">Trains a writing model; null where none is to be.</param>
    /// <exception cref="BadInputException">The place is taken.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing is left behind.</exception>
    public static DemoResult Run(
        DemoOptions options, Func<string, Action<GateProgress>, CancellationToken, GateResult> work, ModelWork? model, Action<GateProgress> report, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var folder = new DemoFolder(options.Out);
        try
        {
            var clock = new StoryClock(LinkedInTimeline.Start);
            using var temp = new TempFolder();
            using var session = new Session(SqliteLedger.Create(folder.Ledger), folder.Ledger, clock);
            var run = new DemoRun(options, folder, session, clock, new(options.Memory, options.Threads, temp.Path), work, model, report, cancellation);
            var result = run.Run() with { Took = watch.Elapsed };
            File.WriteAllText(folder.Report, DemoReport.Html(result));
            return result;
        }
        catch
        {
            folder.Remove();
            throw;
        }
    }

    private DemoResult Run()
    {
        Import(files.WritePeople(), import => new MembersFile(import).Read, "people");
        foreach (var step in LinkedInTimeline.Story.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            clock.Now = step.At;
            if (files.WriteChoices(step.At) is { } choices) Import(choices, import => new ChoicesFile(import, session.PolicyInForce()).Read, "choices");
            foreach (var act in step.Acts) Take(step, act);
            if (step is { Tell: { } tell, Events.Count: > 0 } && !step.Acts.Any(IsOfEverybody)) Tell(step, "note", tell, "");
        }
        report(new("explaining", null, 0));
        var examples = gates.FindLast(gate => gate.Content == "posts") is { } last ? new DemoExamples(session, network, last, bounds).Explain() : [];
        var writing = Writing();
        var (verified, problems) = Verify();
        if (writing is { IsSame: false }) problems.Add("the model that forgot is not the one that never saw");
        return new(
            options.Out, network.People, network.Records, network.Photos, events, gates, board.Board, examples, pauses,
            session.Store.Head.Size, verified, [.. outcomes.Where(outcome => !outcome.Holds).Select(outcome => $"{outcome.Expected}, but {outcome.Found}"), .. board.Problems, .. problems], TimeSpan.Zero, writing);
    }

    private DemoWriting? Writing() => model is null || gates.FindLast(gate => gate.Content == "posts") is not { } last
        ? null
        : new DemoModel(session, folder, bounds, model, work, report, cancellation).Run(last, OptionsOf(last.Date, last.Content, last.Input), id => files.NameOf(id));

    /// <summary>Whether an act concerns more than one of the story's own people: the sample network has others in their place.</summary>
    private static bool IsOfEverybody(ScenarioAct act) => act is not (MemberAct or ChooseAct or PostAct);

    private void Take(ScenarioStep step, ScenarioAct act)
    {
        if (!IsOfEverybody(act)) return;
        Tell(step, act.Word, act.Tell ?? step.Tell ?? "", act switch
        {
            NoticeAct { IsBounce: false } served => Text($"{served.Notice} served to {Mail(files.WriteServed(step.At), served):N0} people"),
            NoticeAct bounced => Text($"{bounced.Notice} came back from {Mail(files.WriteBounced(step.At), bounced):N0} people, who do not count as told"),
            GateAct gate => Gate(new(gate.Name, step.At)),
            _ => acts.Do(act),
        });
        if (act is SuspendAct suspend) pauses[Text($"suspended:{world.Suspensions[suspend.Name]}")] = string.Join(", ", suspend.Request.Regions);
    }

    private void Tell(ScenarioStep step, string act, string what, string detail) => events.Add(new(step.At, act, what, detail));

    /// <returns>How many it was.</returns>
    private long Mail(string? path, NoticeAct act) =>
        path is null ? 0 : Import(path, _ => new NoticesFile(Notices.Find(session, act.Notice, null), act.IsBounce).Read, "notices", $"{act.Notice} {act.IsBounce}");

    private long Import(string path, Func<StatementImport, Func<ImportRow, NewStatement>> reader, string what, string which = "")
    {
        report(new($"recording {what}", null, 0));
        var import = new StatementImport(session, bounds);
        var outcome = import.Run(path, reader(import), null, new Counting(written => report(new($"recording {what}", null, written))), $"{what} {which}");
        return outcome.Rejected == 0 ? outcome.Recorded : throw new InvalidOperationException($"{path}:{outcome.Problems[0].Row}: {outcome.Problems[0].Problem}");
    }

    /// <returns>What came of it.</returns>
    private string Gate(TimelineGate step)
    {
        files.WriteContent(step.At);
        var terms = session.TermsOf(LinkedInTimeline.Purpose, session.MomentOf(null, null));
        List<DemoGate> both = [.. Gate(step, "posts", files.Posts), .. Gate(step, "photos", files.Photos)];
        board.Add(step, terms, [.. both.Select(gate => gate.Out)], bounds);
        gates.AddRange(both);
        return string.Join("; ", both.Select(gate => Text($"{gate.Counts.Kept:N0} of {gate.Counts.Input:N0} {gate.Content} may be used")));
    }

    private IEnumerable<DemoGate> Gate(TimelineGate step, string content, IReadOnlyList<string> input)
    {
        if (input.Count == 0) yield break;
        var gate = OptionsOf(step.Name, content, input);
        var outcome = new Gating(session, gate, work).Run(progress => report(progress with { Doing = $"{step.Name}, {content}: {progress.Doing.Replace(folder.Network + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)}" }), cancellation);
        yield return new(step.Name, step.At, content, gate.Content, outcome.Manifest.Counts, outcome.Out);
    }

    private GateOptions OptionsOf(string date, string content, IReadOnlyList<string> input) => new(
        [.. input], [], null, LinkedInTimeline.Purpose, folder.DataSet(date, content), null, null, OutputFormat.Parquet,
        VerdictsOnly: false, WithSubjects: false, options.Memory, options.Threads, null);

    private (int Verified, List<string> Problems) Verify()
    {
        var problems = new List<string>();
        var verified = 0;
        foreach (var gate in gates)
        {
            cancellation.ThrowIfCancellationRequested();
            report(new($"verifying {gate.Out}", null, gate.Counts.Input));
            var found = Checking.OfDataSet(gate.Out, session.Store.Key);
            problems.AddRange(found);
            if (found.Count == 0) verified++;
        }
        problems.AddRange(Checking.OfLedger(folder.Ledger, new Counting(read => report(new("verifying the ledger", null, read)))));
        return (verified, problems);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Counting(Action<long> count) : IProgress<long>
    {
        public void Report(long value) => count(value);
    }
}
