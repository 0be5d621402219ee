using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Compares two policies over a ledger's people and over content.</summary>
/// <param name="before">Null where none is in force: everything is denied.</param>
internal sealed class ImpactRun(
    Policy? before, Policy after, string afterText, string? beforeText, Instant at, string snapshot, Bounds bounds,
    Func<string, Action<GateProgress>, CancellationToken, GateResult> work, Action<GateProgress> report)
{
    private int runs;

    public (ImpactCount People, IReadOnlyList<(bool Admitted, Reason After, DescribedCases Cases, long Subjects)> Cases) People(string purpose)
    {
        var change = new PolicyChange(before, after, purpose, at, null);
        var cells = change.Cells;
        var groups = PeopleCensus.Count(snapshot, bounds, cells.Subjects, cells.Live.Sides[0].Purpose, cells.Live.Sides[^1].Purpose, at);
        var reasons = change.AfterReasons.All;
        var described = change.Sort((_, was, becomes) => was.Allows == becomes.Allows ? null : (int?)becomes.Code)
            .SelectMany(set => CellWords.Describe(change, set.Value, reasons[set.Key].Text).Select(cases => (Reason: reasons[set.Key], Cases: cases))).ToList();
        var kinds = cells.Records.Kinds.Select((kind, index) => (Name: kind, Holds: cells.Records.OfKind(index))).ToList();
        var allowed = new Dictionary<int, (bool[] Before, bool[] After)>();
        var (all, byRegion, byKind, counts) = (new InAndOut(0, 0), Sorted(), Sorted(), new long[described.Count]);
        foreach (var group in groups)
        {
            var points = group.Regions.Select(region => (int[])[cells.Subjects.RegionClass(region), .. group.Profile]).ToList();
            for (var i = 0; i < counts.Length; i++)
                if (points.Exists(point => described[i].Cases.Fits(point)))
                    counts[i] += group.Count;
            var (was, becomes) = Together(change, points, allowed);
            var isIn = Differs(becomes, was, null, cells.Pairs.Count);
            var isOut = Differs(was, becomes, null, cells.Pairs.Count);
            if (!isIn && !isOut) continue;
            all = all.Plus(isIn, isOut, group.Count);
            foreach (var region in group.Regions) PolicyImpact.Add(byRegion, region, isIn, isOut, group.Count);
            foreach (var (name, holds) in kinds)
                PolicyImpact.Add(byKind, name, Differs(becomes, was, holds, cells.Pairs.Count), Differs(was, becomes, holds, cells.Pairs.Count), group.Count);
        }
        return (new(all, byRegion, byKind), [.. described.Select((one, i) => (one.Reason.Allows, one.Reason, one.Cases, counts[i]))]);
    }

    public ImpactCount Records(string purpose, IReadOnlyList<string> content, string? mapPath, CancellationToken cancellation)
    {
        var files = ContentFiles.Find(content);
        if (files.Count == 0) throw new BadInputException("no content was given", "name a file, a folder or a glob");
        var map = mapPath is { } path ? ContentMap.Read(File.ReadAllText(path), path) : ContentMap.Default;
        var (all, byRegion, byKind) = (new InAndOut(0, 0), Sorted(), Sorted());
        var was = beforeText is not null && before!.Purposes.ContainsKey(purpose) ? Verdicts(beforeText, purpose, files, mapPath, cancellation) : null;
        var becomes = after.Purposes.ContainsKey(purpose) ? Verdicts(afterText, purpose, files, mapPath, cancellation) : null;
        foreach (var changed in ContentChange.Find(files, map, snapshot, bounds, was, becomes))
            foreach (var (admitted, count) in ((bool, long)[])[(true, changed.Admitted), (false, changed.Withdrawn)])
            {
                if (count == 0) continue;
                all = all.Plus(admitted, !admitted, count);
                PolicyImpact.Add(byKind, changed.Kind, admitted, !admitted, count);
                foreach (var region in changed.Regions.DefaultIfEmpty("")) PolicyImpact.Add(byRegion, region, admitted, !admitted, count);
            }
        return new(all, byRegion, byKind);
    }

    /// <summary>Gates the content under one policy and no suspension, by a worker, without copying it.</summary>
    private VerdictsOf Verdicts(string policy, string purpose, IReadOnlyList<ContentFile> files, string? mapPath, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bounds.Temp, $"run-{runs++}")).FullName;
        var output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        var job = new GateJob(
            files, [], [], mapPath, purpose, at.Microseconds, snapshot, output, OutputFormat.Parquet, OutputShape.Default, true, false, [],
            bounds with { Temp = Directory.CreateDirectory(Path.Combine(folder, "temp")).FullName });
        job.Write(folder, [new(0, Instant.MinValue, Instant.MinValue, new PolicyPublished(policy, new Dictionary<string, string>(), null))]);
        var result = work(folder, report, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new(Path.Combine(output, Headgate.Manifest.DataSetLayout.Verdicts), result.Verdicts);
    }

    /// <summary>What is allowed in every region that somebody claims.</summary>
    private static (bool[] Before, bool[] After) Together(PolicyChange change, List<int[]> points, Dictionary<int, (bool[] Before, bool[] After)> known)
    {
        (bool[] Before, bool[] After)? together = null;
        foreach (var point in points)
        {
            var subject = change.Cells.Subjects.ClassOf(point);
            if (!known.TryGetValue(subject, out var one)) known[subject] = one = change.Allowed(subject);
            together = together is { } so ? (Both(so.Before, one.Before), Both(so.After, one.After)) : one;
        }
        return together!.Value;
    }

    private static bool[] Both(bool[] one, bool[] other) => [.. one.Zip(other, (left, right) => left && right)];

    /// <summary>Whether something, perhaps of a kind, is allowed by the one and not by the other.</summary>
    private static bool Differs(bool[] one, bool[] other, bool[]? kind, int pairs)
    {
        for (var cell = 0; cell < one.Length; cell++)
            if (one[cell] && !other[cell] && kind?[cell / pairs] != false)
                return true;
        return false;
    }

    private static SortedDictionary<string, InAndOut> Sorted() => new(StringComparer.Ordinal);
}
