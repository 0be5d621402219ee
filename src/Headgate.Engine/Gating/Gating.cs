using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>A gate run from question to sealed data set (house.md, A gate run): written aside, signed, recorded, and only then moved into place.</summary>
public sealed class Gating(Session session, GateOptions options, Func<string, Action<GateProgress>, CancellationToken, GateResult> work)
{
    /// <summary>The name under which a run is sealed whose records went to standard output: no folder of that name is kept.</summary>
    public const string Piped = "standard-output";

    private const int MostStarts = 10;

    /// <exception cref="BadInputException">The input cannot be used; nothing was written.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted; nothing was written.</exception>
    public GateOutcome Run(Action<GateProgress> report, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var content = ContentFiles.Find(options.Content);
        var sources = ContentFiles.Find(options.Sources);
        var edges = ContentFiles.Find(options.Edges);
        if (content.Count == 0) throw new BadInputException("no content was given", "name a file, a folder or a glob");
        using var aside = new AsideFolder(options.Out);
        using var temp = new TempFolder(options.Temp);
        using var input = new StandardInput(content.Concat(sources).Concat(edges), options.Temp, cancellation);
        for (var start = 1; ; start++)
        {
            var erasures = session.Store.Head.Erasures;
            var moment = session.MomentOf(options.AsOf, options.At);
            var acts = session.Store.Acts(moment.AsOf);
            var terms = Terms.Read(acts, options.Purpose, moment.At);
            aside.Clear();
            temp.Clear();
            var bounds = new Bounds(options.Memory, options.Threads, temp.Path);
            report(new("reading the ledger", null, 0));
            using var snapshot = StandingSnapshot.At(session, moment, bounds);
            var job = new GateJob(
                content, sources, edges, options.MapPath, options.Purpose, moment.At.Microseconds,
                snapshot.Folder, aside.Path, options.Format, options.Shape, options.VerdictsOnly, options.WithSubjects, [.. aside.Parts, .. options.Previous?.Journal is { } journal ? [journal] : Array.Empty<string>()], bounds);
            input.LinkInto(temp.Path);
            job.Write(temp.Path, acts);
            var result = Work(temp.Path, aside, report, cancellation);
            snapshot.Keep();
            if (Seal(moment, erasures, terms, acts, result, aside) is { } outcome) return outcome with { Took = clock.Elapsed };
            if (start == MostStarts) throw new RefusedException("policies, suspensions and erasures came in again and again while the gate ran", "run it again when they have settled");
            report(new("starting over: the policy or a suspension changed meanwhile, or somebody was erased", null, 0));
        }
    }

    private GateResult Work(string folder, AsideFolder aside, Action<GateProgress> report, CancellationToken cancellation)
    {
        try
        {
            var result = work(folder, report, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException) when (aside.Finished is > 0 and var finished)
        {
            aside.Leave();
            throw new GateInterruptedException(finished);
        }
    }

    /// <param name="erasures">How many there had been before anything was read. An erasure has no position below which it does not count: a replay starts over for it too.</param>
    /// <returns>Null where a policy, a suspension or an erasure came in between, and the run must start over.</returns>
    private GateOutcome? Seal(Moment moment, long erasures, Terms terms, IReadOnlyList<Recorded> acts, GateResult result, AsideFolder aside)
    {
        var ledger = session.Store.Checkpoint(moment.AsOf);
        var manifest = new GateManifest
        {
            Policy = Reference(terms.Policy, acts, moment.At),
            Ledger = ledger,
            At = moment.At,
            Purpose = options.Purpose,
            Replay = moment.IsReplay,
            Inputs = [.. result.Inputs, .. MapInput()],
            Outputs = [.. result.Outputs, Report(terms, acts, moment, result, aside)],
            Counts = result.Counts,
            Subjects = result.Subjects,
            Verdicts = result.Verdicts,
            Engine = new("headgate", Version),
            Previous = options.Previous is { } previous ? Digest.Of(previous.Payload) : null,
        };
        if (ManifestAccount.Problems(manifest).ToList() is [var problem, ..]) throw new InvalidOperationException($"the account does not balance: {problem}");
        var payload = manifest.ToPayload();
        aside.Write(DataSetLayout.Checkpoint, ledger.Sign(session.Store.Signer).ToString());
        if (options.Previous is { } followed) File.WriteAllBytes(Path.Combine(aside.Path, DataSetLayout.PreviousManifest), followed.Envelope);
        aside.Write(DataSetLayout.LedgerKey, $"{session.Store.Key}\n");
        File.WriteAllBytes(Path.Combine(aside.Path, DataSetLayout.Manifest), manifest.Sign(session.Store.Signer).ToBytes());

        using var claim = aside.Claim();
        var isOvertaken = false;
        var seal = new DataSetSealed(
            options.IsPiped ? Piped : Path.GetFileName(Path.GetFullPath(options.Out)), options.Purpose, Convert.ToHexStringLower(SHA256.HashData(payload)), result.Counts.Input, result.Counts.Kept, moment.IsReplay);
        var appended = session.Store.Append(
            head =>
            {
                isOvertaken = head.Erasures != erasures
                    || (!moment.IsReplay && session.Store.Acts(head.Size).Any(act => act.Position >= moment.AsOf && act.Statement is (PolicyPublished or Suspended)));
                return isOvertaken ? [] : [new NewStatement(seal, null, options.IsPiped ? null : Path.GetFullPath(options.Out))];
            },
            session.Now);
        if (isOvertaken) return null;
        aside.MoveIntoPlace();
        return new(manifest, options.Out, Path.Combine(options.Out, DataSetLayout.Manifest), appended.First, TimeSpan.Zero) { Remarks = result.Remarks };
    }

    internal static string Version { get; } =
        typeof(Gating).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    internal static PolicyReference? Reference(Policy? policy, IReadOnlyList<Recorded> acts, Instant at) => policy is null
        ? null
        : new(policy.Name, policy.Version, Digest.Of(Encoding.UTF8.GetBytes(Terms.PublishedInForce(acts, at)!.Text)));

    private OutputFile Report(Terms terms, IReadOnlyList<Recorded> acts, Moment moment, GateResult result, AsideFolder aside)
    {
        aside.Write(DataSetLayout.Report, GateReport.Html(terms, acts, moment, options.Purpose, result));
        var bytes = File.ReadAllBytes(Path.Combine(aside.Path, DataSetLayout.Report));
        return new(DataSetLayout.Report, Digest.Of(bytes), bytes.Length, null);
    }

    private IEnumerable<InputFile> MapInput()
    {
        if (options.MapPath is not { } path) yield break;
        var bytes = File.ReadAllBytes(path);
        yield return new(InputRole.Map, path, Digest.Of(bytes), bytes.Length, null);
    }
}
