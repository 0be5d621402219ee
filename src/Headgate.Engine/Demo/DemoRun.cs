using System.Diagnostics;
using System.Globalization;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine.Demo;

/// <summary>The main job from end to end on an invented network: lives through the LinkedIn timeline in a ledger of its own, gates text and photos at each date, explains a few verdicts and checks everything.</summary>
public sealed class DemoRun
{
    private readonly DemoOptions options;
    private readonly Func<string, Action<GateProgress>, CancellationToken, GateResult> work;
    private readonly Action<GateProgress> report;
    private readonly CancellationToken cancellation;
    private readonly DemoFolder folder;
    private readonly SampleNetwork network;
    private readonly DemoNetwork files;
    private readonly DemoClock clock;
    private readonly Dictionary<string, long> suspensions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> pauses = new(StringComparer.Ordinal);
    private readonly List<DemoEvent> events = [];
    private readonly List<DemoGate> gates = [];
    private readonly DemoBoardKeeper board;
    private readonly Session session;
    private readonly Bounds bounds;

    private DemoRun(
        DemoOptions options, DemoFolder folder, Session session, DemoClock clock, Bounds bounds,
        Func<string, Action<GateProgress>, CancellationToken, GateResult> work, Action<GateProgress> report, CancellationToken cancellation)
    {
        (this.options, this.folder, this.session, this.clock, this.bounds) = (options, folder, session, clock, bounds);
        (this.work, this.report, this.cancellation) = (work, report, cancellation);
        report(new("inventing people", null, options.People));
        network = new SampleNetwork(options.People, options.Records, options.Seed);
        files = new DemoNetwork(network, folder, report, cancellation);
        board = new DemoBoardKeeper(network);
    }

    /// <param name="work">Does a gate's job: <see cref="WorkerProcess.Run"/>, or <see cref="GateWorker.Run(string, Action{GateProgress}, CancellationToken)"/> in this process.</param>
    /// <exception cref="BadInputException">The place is taken.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing is left behind.</exception>
    public static DemoResult Run(
        DemoOptions options, Func<string, Action<GateProgress>, CancellationToken, GateResult> work, Action<GateProgress> report, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var folder = new DemoFolder(options.Out);
        try
        {
            var clock = new DemoClock(LinkedInTimeline.Start);
            using var temp = new TempFolder();
            using var session = new Session(SqliteLedger.Create(folder.Ledger), folder.Ledger, clock);
            var run = new DemoRun(options, folder, session, clock, new(options.Memory, options.Threads, temp.Path), work, report, cancellation);
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
        foreach (var step in LinkedInTimeline.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            clock.Now = step.At;
            if (files.WriteChoices(step.At) is { } choices) Import(choices, import => new ChoicesFile(import, session.PolicyInForce()).Read, "choices");
            Take(step);
        }
        report(new("explaining", null, 0));
        var examples = gates.FindLast(gate => gate.Content == "posts") is { } last ? new DemoExamples(session, network, last, bounds).Explain() : [];
        var (verified, problems) = Verify();
        return new(
            options.Out, network.People, network.Records, network.Photos, events, gates, board.Board, examples, pauses,
            session.Store.Head.Size, verified, [.. board.Problems, .. problems], TimeSpan.Zero);
    }

    private void Take(LinkedInStep step)
    {
        switch (step)
        {
            case PublishStep publish:
                var file = PolicyFile.Read(Path.Combine(folder.Policies, publish.File));
                PolicyPublication.Publish(session, file, publish.Override, null);
                var asWhat = publish.Override is { } answered ? $"by override, for which {answered.By} answers: {answered.Reason}" : "in the ordinary way";
                Tell(step, "policy", Text($"version {file.Policy!.Version} published {asWhat}"));
                break;
            case ServeStep serve:
                Tell(step, "notice", Text($"{serve.Notice} served to {Mail(files.WriteServed(step.At), serve.Notice, bounced: false):N0} people"));
                break;
            case BounceStep bounce:
                Tell(step, "bounce", Text($"{bounce.Notice} came back from {Mail(files.WriteBounced(step.At), bounce.Notice, bounced: true):N0} people, who do not count as told"));
                break;
            case SuspendStep suspend:
                var request = new PauseRequest(suspend.Purpose, suspend.Regions, null, null, null, suspend.Authority, suspend.Reference);
                var reach = SuspensionActs.ReachOf(session, request);
                suspensions[suspend.Name] = SuspensionActs.Suspend(session, request, null).First;
                pauses[Text($"suspended:{suspensions[suspend.Name]}")] = string.Join(", ", suspend.Regions);
                Tell(step, "pause", Text($"suspension {suspensions[suspend.Name]}, {suspend.Authority}: touches {reach.Subjects:N0} people and {reach.DataSets:N0} sealed data sets"));
                break;
            case LiftStep lift:
                SuspensionActs.Lift(session, suspensions[lift.Name], lift.After.Notice, lift.Window, null, null);
                Tell(step, "resume", Text($"suspension {suspensions[lift.Name]} lifted after {lift.After}, window {lift.Window.TotalDays:0} days"));
                break;
            case GateStep gate:
                Tell(step, "gate", Gate(gate));
                break;
            case ConcernStep concern:
                Tell(step, "note", $"a concern of {concern.Authority}: {concern.Reference}");
                break;
            case CommitmentStep commitment:
                Tell(step, "note", Text($"owed to {commitment.Authority} by {commitment.Due:yyyy-MM-dd}"));
                break;
            default:
                Tell(step, "note", "");
                break;
        }
    }

    private void Tell(LinkedInStep step, string act, string detail) => events.Add(new(step.At, act, step.What, detail));

    /// <returns>How many it was.</returns>
    private long Mail(string? path, NoticeVersion notice, bool bounced) =>
        path is null ? 0 : Import(path, _ => new NoticesFile(Notices.Find(session, notice.Notice, null), bounced).Read, "notices");

    private long Import(string path, Func<StatementImport, Func<ImportRow, NewStatement>> reader, string what)
    {
        report(new($"recording {what}", null, 0));
        var import = new StatementImport(session, bounds);
        var outcome = import.Run(path, reader(import), null, new Counting(written => report(new($"recording {what}", null, written))));
        return outcome.Rejected == 0 ? outcome.Recorded : throw new InvalidOperationException($"{path}:{outcome.Problems[0].Row}: {outcome.Problems[0].Problem}");
    }

    /// <returns>What came of it.</returns>
    private string Gate(GateStep step)
    {
        files.WriteContent(step.At);
        var terms = session.TermsOf(LinkedInTimeline.Purpose, session.MomentOf(null, null));
        List<DemoGate> both = [.. Gate(step, "posts", files.Posts), .. Gate(step, "photos", files.Photos)];
        board.Add(step, terms, [.. both.Select(gate => gate.Out)], bounds);
        gates.AddRange(both);
        return string.Join("; ", both.Select(gate => Text($"{gate.Counts.Kept:N0} of {gate.Counts.Input:N0} {gate.Content} may be used")));
    }

    private IEnumerable<DemoGate> Gate(GateStep step, string content, IReadOnlyList<string> input)
    {
        if (input.Count == 0) yield break;
        var gate = new GateOptions(
            [.. input], [], null, LinkedInTimeline.Purpose, folder.DataSet(step.Name, content), null, null, OutputFormat.Parquet,
            VerdictsOnly: false, WithSubjects: false, options.Memory, options.Threads, null);
        var outcome = new Gating(session, gate, work).Run(progress => report(progress with { Doing = $"{step.Name}, {content}: {progress.Doing}" }), cancellation);
        yield return new(step.Name, step.At, content, gate.Content, outcome.Manifest.Counts, outcome.Out);
    }

    private (int Verified, List<string> Problems) Verify()
    {
        var problems = new List<string>();
        var verified = 0;
        foreach (var gate in gates)
        {
            cancellation.ThrowIfCancellationRequested();
            report(new($"verifying {gate.Out}", null, gate.Counts.Input));
            var found = DemoVerification.OfDataSet(gate.Out, session.Store.Key);
            problems.AddRange(found);
            if (found.Count == 0) verified++;
        }
        problems.AddRange(DemoVerification.OfLedger(folder.Ledger, new Counting(read => report(new("verifying the ledger", null, read)))));
        return (verified, problems);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Counting(Action<long> count) : IProgress<long>
    {
        public void Report(long value) => count(value);
    }
}
