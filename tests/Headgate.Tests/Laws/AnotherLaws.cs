using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>Whoever and whatever else a record concerns can only take away (semantics.md, Laws). These are laws of how single answers are combined, so the reference alone is asked.</summary>
public sealed class AnotherLaws
{
    [Fact]
    public void another_subject_never_admits() => Each((world, record) =>
    {
        var another = world.Random.Next(6) == 0 ? null : SubjectId.From(world.Random.Next(8) == 0 ? "nobody knows" : world.One(LawWorld.People));
        List<SubjectId?> others = [.. record.Others];
        others.Insert(world.Random.Next(others.Count + 1), another);
        return (record.With((nameof(record.Others), others)), world.Standings, record.With((nameof(record.Author), another), (nameof(record.Others), Array.Empty<SubjectId?>())));
    });

    [Fact]
    public void another_region_never_admits() => Each((world, record) =>
    {
        if (world.Random.Next(3) == 0) return (record.With((nameof(record.Regions), Claim(world, record.Regions))), world.Standings, record);
        Dictionary<SubjectId, Standing> standings = new(world.Standings);
        foreach (var (subject, standing) in world.Standings)
            if (standing.Regions.Count > 0 && world.Random.Next(2) == 0)
                standings[subject] = standing.Regions(Claim(world, standing.Regions));
        return (record, standings, record);
    });

    [Fact]
    public void another_source_never_admits() => Each((world, record) =>
    {
        var another = world.Random.Next(8) switch { 0 => null, 1 => "nowhere", 2 => record.Id, _ => world.One(LawWorld.Ids) };
        List<string?> sources = [.. record.DerivedFrom];
        sources.Insert(world.Random.Next(sources.Count + 1), another);
        return (record.With((nameof(record.DerivedFrom), sources)), world.Standings, another is null ? null : world.Records.GetValueOrDefault(another));
    });

    /// <param name="change">The record with one more, the standings with one more, and what must be allowed by itself for the whole to be; null where that is at hand nowhere.</param>
    private static void Each(Func<LawWorld, Record, (Record Changed, IReadOnlyDictionary<SubjectId, Standing> Standings, Record? Part)> change) =>
        LawWorld.Each(400, new(("allowed after", 100), ("turned to deny", 50), ("denied before", 500)), (world, tally) =>
        {
            foreach (var record in world.Records.Values)
            {
                for (var i = 0; i < 4; i++)
                {
                    var (changed, standings, part) = change(world, record);
                    var after = world.Decide(changed, standings, world.Records);
                    tally.NeverAdmits(world.Decide(record), after, () => "one more");
                    if (after.Allows) Assert.True(part is not null && world.Decide(part).Allows, $"{after} although what was added is not allowed by itself");
                }
            }
        });

    private static List<Region> Claim(LawWorld world, IReadOnlyList<Region> claimed) => [.. claimed.Append(world.SomeRegion()).Distinct().Order()];
}
