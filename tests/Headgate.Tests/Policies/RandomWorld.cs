using System.Collections.Frozen;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>Draws people, suspensions and records around the boundaries that a <see cref="RandomPolicy"/> names: each at −1, 0 or +1 tick.</summary>
/// <param name="generous">Little is unknown, most people are adults who were told and did not object: so that much is allowed.</param>
/// <param name="oneNotice">People are told by one notice at most: as they were when frozen cases were drawn, which must be drawn the same.</param>
internal sealed class RandomWorld(Random random, bool generous = false, bool oneNotice = false)
{
    private static readonly string[] Claims = ["GB", "DE", "FR", "CH", "JE", "US", "UK", "NO", "Atlantis", "GBR", "BR"];

    public Instant Near(string date)
    {
        Assert.True(Instant.TryParse(date, out var instant));
        return instant + TimeSpan.FromMicroseconds(random.Next(-1, 2));
    }

    public Instant Time() => Near(One(RandomPolicy.Dates));

    public Terms Terms(Policy? policy, string purpose)
    {
        var at = Oddly(3) ? Time() : Near("2025-12-19");
        var known = policy?.Purposes[purpose] ?? new Purpose(purpose, null, null, null, null);
        return new(policy, [.. Enumerable.Range(0, random.Next(generous ? 2 : 3)).Select(i => Suspension(100 + i, policy))], known, at);
    }

    public Standing Standing(Terms terms)
    {
        var purposes = new[] { terms.Purpose.Name, terms.Purpose.Parent?.Name ?? "assist-writing", "assist-writing" }.Distinct();
        return new Standing
        {
            Regions = [.. Enumerable.Range(0, Oddly(3) ? 0 : random.Next(1, 3)).Select(_ => Claim()).Distinct().Order()],
            Birth = Birth(terms.At),
            Status = Oddly(8) ? SubjectStatus.Closed : SubjectStatus.Active,
            Choices = [.. purposes.Where(_ => random.Next(3) == 0).Order(StringComparer.Ordinal).Select(purpose =>
                new StandingChoice(purpose, Oddly(3) ? Choice.Objected : (Choice)random.Next(2), Before(terms.At)))],
            Notices = [.. Told("told", 2, terms.At), .. oneNotice ? [] : Told("reminded", 1, terms.At)],
        };
    }

    public Record Record(Terms terms, IReadOnlyList<string> people, IReadOnlyList<string> ids, string id) => new()
    {
        Id = Oddly(30) ? null : id,
        HasWrongType = Oddly(30),
        Author = Oddly(20) ? null : SubjectId.From(One(people)),
        Others = [.. Enumerable.Range(0, Math.Max(0, random.Next(-2, 3))).Select(_ => Oddly(12) ? null : SubjectId.From(One(people)))],
        Kind = Oddly(12) ? One([null, "story"]) : One(RandomPolicy.Kinds),
        Labels = Oddly(5) ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Oddly(3) ? One(["undeclared", null]) : One(RandomPolicy.Labels))],
        Visibility = Oddly(3) ? One(["friends", null]) : One(["public", "public", "connections", "private"]),
        Service = Oddly(3) ? One(["other", null]) : One(["network", "network", "jobs"]),
        Created = Oddly(6) ? null : Oddly(8) ? terms.At + TimeSpan.FromMicroseconds(random.Next(-1, 2)) : Time(),
        Collected = random.Next(2) == 0 ? null : Time(),
        IsCollectedUnknown = Oddly(12),
        Regions = Oddly(4) ? [Claim()] : [],
        DerivedFrom = [.. Enumerable.Range(0, Math.Max(0, random.Next(-3, 3))).Select(_ => Oddly(10) ? One([null, "nowhere"]) : One(ids))],
        Signals = new(Oddly(4) ? [One(["train-ai=n", "train-ai=y", "ai-everything=n", "train-ai"])] : [], Oddly(25), false, Oddly(25)),
    };

    private Suspension Suspension(long position, Policy? policy)
    {
        var from = random.Next(3) == 0 ? Time() : (Instant?)null;
        var to = random.Next(3) == 0 ? Time() : (Instant?)null;
        return new(
            position, random.Next(8) == 0 ? "forgotten-purpose" : One(RandomPolicy.Purposes),
            random.Next(6) == 0 ? null : (policy?.RegionsOf(One(RandomPolicy.Regions)) ?? ["GB"]).ToFrozenSet(StringComparer.Ordinal),
            random.Next(3) == 0 ? One(RandomPolicy.Services) : null, from, to, Time(),
            random.Next(2) == 0 ? null : new(random.Next(5) switch { 0 => null, 1 => new NoticeVersion("reminded", 1), _ => new NoticeVersion("told", 2) }, TimeSpan.FromDays(random.Next(1, 40))));
    }

    private IEnumerable<ServedNotice> Told(string notice, int version, Instant at) =>
        Oddly(2) ? [] : [new(new(notice, Oddly(6) ? version == 1 ? 2 : 1 : version), [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Served(at)).Order()])];

    private BirthRange? Birth(Instant at) => random.Next(generous ? 12 : 5) switch
    {
        0 => null,
        1 => BirthRange.Aged(random.Next(12, 20), at.Date.AddDays(-random.Next(0, 400))),
        2 => BirthRange.Band(One([13, 16, 18]), One<int?>([null, 20, 65]), at.Date.AddDays(-random.Next(0, 800))),
        > 5 => BirthRange.Born(at.Date.AddYears(-30)),
        _ => BirthRange.Born(at.Date.AddYears(-One([13, 16, 18, 18, 65])).AddDays(random.Next(-2, 3))),
    };

    private Region Claim() => Region.Understand(generous && !Oddly(2) ? One(["GB", "DE", "CH", "US"]) : One(Claims));

    private Instant Before(Instant at) => Time() is var time && time <= at ? time : at;

    private Instant Served(Instant at) => random.Next(2) == 0
        ? Before(at)
        : at + -TimeSpan.FromDays(One([1, 30, 46, 12, 39])) + TimeSpan.FromMicroseconds(random.Next(-1, 2));

    /// <summary>One time in so many; where the world is generous, six times less often.</summary>
    private bool Oddly(int odds) => random.Next(generous ? odds * 6 : odds) == 0;

    private T One<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
