using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>What deciding the records of a sealed data set again, as of now, says of a permit on it.</summary>
/// <param name="Against">The reason that forbids it: a suspension, a deny rule, or anything else that the policy does not let in; null where nothing does.</param>
/// <param name="Left">The reason of records whose people have left since: they objected, took a consent back, closed their account or were erased; null where nobody did.</param>
internal sealed record PermitFinding(string? Against, string? Left);

/// <summary>Decides a sealed data set's records again (semantics.md, Permit).</summary>
/// <param name="work">Does a gate job; a malformed file can bring it down.</param>
internal sealed class PermitCheck(Session session, Bounds limits, Func<string, Action<GateProgress>, CancellationToken, GateResult> work)
{
    /// <param name="reach">An empty folder for <see cref="DataSetReach"/>.</param>
    /// <exception cref="RefusedException">A file is not the one that was sealed.</exception>
    public PermitFinding Run(SealedDataSet set, Moment moment, string reach, CancellationToken cancellation)
    {
        using var temp = new TempFolder(limits.Temp);
        var bounds = limits with { Temp = temp.Path };
        foreach (var file in (string[])[.. set.Sources, .. set.Edges, .. set.Map is { } map ? (string[])[map] : []])
            if (!File.Exists(file))
                throw new BadInputException($"`{file}` is not there, and the data set cannot be decided again without it", "put it where it was when the content was gated");
        var acts = session.Store.Acts(moment.AsOf);
        using var snapshot = StandingSnapshot.At(session, moment, bounds);
        var aside = Directory.CreateDirectory(Path.Combine(temp.Path, "out")).FullName;
        new GateJob(
            ContentFiles.Find(set.Content), ContentFiles.Find(set.Sources), ContentFiles.Find(set.Edges), set.Map, set.Manifest.Purpose, moment.At.Microseconds, snapshot.Folder, aside,
            OutputFormat.Parquet, OutputShape.Default, VerdictsOnly: true, WithSubjects: false, Parts: [], Bounds: bounds).Write(temp.Path, acts);
        var result = work(temp.Path, _ => { }, cancellation);
        if (set.Altered(result) is { } altered)
            throw new RefusedException($"the data set does not verify: `{altered}` is not the file that was sealed", "nothing may be trained on it; gate the content again");
        snapshot.Keep();
        var reasons = result.Verdicts.Codes.Where(code => !code.Allows).OrderBy(code => code.Code).Select(code => code.Reason).ToList();
        var finding = new PermitFinding(reasons.Find(reason => !IsLeaving(reason)), reasons.Find(IsLeaving));
        if (finding.Against is null)
            DataSetReach.Write(
                ContentFiles.Find(set.Content), ContentFiles.Find(set.Sources), ContentFiles.Find(set.Edges), set.Map is { } path ? ContentMap.Read(File.ReadAllText(path), path) : ContentMap.Default,
                snapshot.Folder, moment.At, reach, bounds, cancellation);
        return finding;
    }

    /// <summary>Whether a reason is one person's doing, rather than the policy's or an authority's.</summary>
    private static bool IsLeaving(string reason) => reason is "objected" or "unknown-subject" or "not-active" || reason.StartsWith("consent-not-given:", StringComparison.Ordinal);
}
