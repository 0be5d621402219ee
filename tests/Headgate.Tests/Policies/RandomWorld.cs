using System.Collections.Frozen;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>Draws people, suspensions and records around the boundaries that a <see cref="RandomPolicy"/> names: each at −1, 0 or +1 tick.</summary>
internal sealed class RandomWorld(Random random)
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
        var at = random.Next(3) == 0 ? Time() : Near("2025-12-19");
        var known = policy?.Purposes[purpose] ?? new Purpose(purpose, null, null, null, null);
        return new(policy, [.. Enumerable.Range(0, random.Next(3)).Select(i => Suspension(100 + i, policy))], known, at);
    }

    public Standing Standing(Terms terms)
    {
        var purposes = new[] { terms.Purpose.Name, terms.Purpose.Parent?.Name ?? "assist-writing", "assist-writing" }.Distinct();
        return new Standing
        {
            Regions = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Region.Understand(One(Claims))).Distinct().Order()],
            Birth = Birth(terms.At),
            Status = random.Next(8) == 0 ? SubjectStatus.Closed : SubjectStatus.Active,
            Choices = [.. purposes.Where(_ => random.Next(3) == 0).Order(StringComparer.Ordinal).Select(purpose =>
                new StandingChoice(purpose, (Choice)random.Next(3), Before(terms.At)))],
            Notices = random.Next(2) == 0
                ? []
                : [new(new("told", random.Next(6) == 0 ? 1 : 2), [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Served(terms.At)).Order()])],
        };
    }

    public Record Record(Terms terms, IReadOnlyList<string> people, IReadOnlyList<string> ids, string id) => new()
    {
        Id = random.Next(30) == 0 ? null : id,
        HasWrongType = random.Next(30) == 0,
        Author = random.Next(20) == 0 ? null : SubjectId.From(One(people)),
        Others = [.. Enumerable.Range(0, Math.Max(0, random.Next(-2, 3))).Select(_ => random.Next(12) == 0 ? null : SubjectId.From(One(people)))],
        Kind = random.Next(12) == 0 ? One([null, "story"]) : One(RandomPolicy.Kinds),
        Labels = random.Next(5) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => One([.. RandomPolicy.Labels, "undeclared", null]))],
        Visibility = One(["public", "public", "connections", "private", "friends", null]),
        Service = One(["network", "network", "jobs", "other", null]),
        Created = random.Next(6) == 0 ? null : random.Next(8) == 0 ? terms.At + TimeSpan.FromMicroseconds(random.Next(-1, 2)) : Time(),
        Collected = random.Next(2) == 0 ? null : Time(),
        IsCollectedUnknown = random.Next(12) == 0,
        Regions = random.Next(4) == 0 ? [Region.Understand(One(Claims))] : [],
        DerivedFrom = [.. Enumerable.Range(0, Math.Max(0, random.Next(-3, 3))).Select(_ => random.Next(10) == 0 ? One([null, "nowhere"]) : One(ids))],
        Signals = new(random.Next(4) == 0 ? [One(["train-ai=n", "train-ai=y", "ai-everything=n", "train-ai"])] : [], random.Next(25) == 0, false, random.Next(25) == 0),
    };

    private Suspension Suspension(long position, Policy? policy)
    {
        var from = random.Next(3) == 0 ? Time() : (Instant?)null;
        var to = random.Next(3) == 0 ? Time() : (Instant?)null;
        return new(
            position, random.Next(8) == 0 ? "forgotten-purpose" : One(RandomPolicy.Purposes),
            random.Next(6) == 0 ? null : (policy?.RegionsOf(One(RandomPolicy.Regions)) ?? ["GB"]).ToFrozenSet(StringComparer.Ordinal),
            random.Next(3) == 0 ? One(RandomPolicy.Services) : null, from, to, Time(),
            random.Next(2) == 0 ? null : new(random.Next(5) == 0 ? null : new NoticeVersion("told", 2), TimeSpan.FromDays(random.Next(1, 40))));
    }

    private BirthRange? Birth(Instant at) => random.Next(5) switch
    {
        0 => null,
        1 => BirthRange.Aged(random.Next(12, 20), at.Date.AddDays(-random.Next(0, 400))),
        2 => BirthRange.Band(One([13, 16, 18]), One<int?>([null, 20, 65]), at.Date.AddDays(-random.Next(0, 800))),
        _ => BirthRange.Born(at.Date.AddYears(-One([13, 16, 18, 18, 65])).AddDays(random.Next(-2, 3))),
    };

    private Instant Before(Instant at) => Time() is var time && time <= at ? time : at;

    private Instant Served(Instant at) =>
        Before(at + -TimeSpan.FromDays(One([1, 30, 46, 12, 39])) + TimeSpan.FromMicroseconds(random.Next(-1, 2)));

    private T One<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
