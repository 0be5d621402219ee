using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>How many are newly in and newly out.</summary>
public sealed record InAndOut(long In, long Out)
{
    internal InAndOut Plus(bool admitted, bool withdrawn, long count) => new(In + (admitted ? count : 0), Out + (withdrawn ? count : 0));
}

/// <summary>How many of the ledger's people, or of some records, a policy newly lets in and newly keeps out for a purpose.</summary>
/// <param name="ByRegion">Somebody who claims several regions stands under each of them.</param>
/// <param name="ByKind">Of people: those of whom something of the kind is newly in, or out.</param>
public sealed record ImpactCount(InAndOut All, IReadOnlyDictionary<string, InAndOut> ByRegion, IReadOnlyDictionary<string, InAndOut> ByKind);

/// <summary>What a policy changes for a purpose.</summary>
/// <param name="People">Somebody is newly in where there is a record, speaking of nobody else, that becomes usable in all regions that they claim.</param>
/// <param name="Records">Null where no content was given.</param>
/// <param name="Cases">What changes, in words, and how many people each is about.</param>
public sealed record PurposeImpact(string Purpose, ImpactCount People, ImpactCount? Records, IReadOnlyList<(bool Admitted, Reason After, DescribedCases Cases, long Subjects)> Cases);

/// <summary>What a policy would change for this ledger's people, and for some content, against the one in force. Suspensions are left out: it says what holds when they have ended.</summary>
/// <param name="At">The instant that is asked about.</param>
public sealed record PolicyImpact(Instant At, IReadOnlyList<PurposeImpact> Purposes)
{
    private const string Unnamed = "unknown";

    /// <param name="at">Null means when the policy would come into force.</param>
    /// <param name="work">How a gate run is done.</param>
    public static PolicyImpact Of(
        Session session, PolicyFile file, Instant? at, IReadOnlyList<string> content, string? mapPath, MemorySize memory, int threads, string? temp,
        Func<string, Action<GateProgress>, CancellationToken, GateResult> work, Action<GateProgress> report, CancellationToken cancellation)
    {
        var after = file.Valid();
        var moment = session.MomentOf(null, null);
        var acts = session.Store.Acts(moment.AsOf);
        var before = Terms.PolicyInForce(acts, moment.At);
        var asked = at ?? (after.Effective is { } effective ? Instant.Later(effective, moment.At) : moment.At);
        using var folder = new TempFolder(temp);
        var bounds = new Bounds(memory, threads, folder.Path);
        report(new("reading the ledger", null, 0));
        using var snapshot = StandingSnapshot.At(session, moment, bounds);
        var run = new ImpactRun(before, after, file.Text, Terms.PublishedInForce(acts, moment.At)?.Text, asked, snapshot.Folder, bounds, work, report);
        var purposes = after.Purposes.Keys.Union(before?.Purposes.Keys ?? []).Order(StringComparer.Ordinal);
        var found = purposes.Select(purpose =>
        {
            report(new($"comparing for {purpose}", null, 0));
            var (people, cases) = run.People(purpose);
            return new PurposeImpact(purpose, people, content.Count == 0 ? null : run.Records(purpose, content, mapPath, cancellation), cases);
        }).ToList();
        snapshot.Keep();
        return new(asked, found);
    }

    internal static void Add(SortedDictionary<string, InAndOut> counts, string key, bool admitted, bool withdrawn, long count)
    {
        if (admitted || withdrawn) counts[key.Length == 0 ? Unnamed : key] = counts.GetValueOrDefault(key.Length == 0 ? Unnamed : key, new(0, 0)).Plus(admitted, withdrawn, count);
    }
}
