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
        return (record.With((nameof(record.Others), others)), world.Standings);
    });

    [Fact]
    public void another_region_never_admits() => Each((world, record) =>
    {
        if (world.Random.Next(3) == 0) return (record.With((nameof(record.Regions), Claim(world, record.Regions))), world.Standings);
        Dictionary<SubjectId, Standing> standings = new(world.Standings);
        foreach (var (subject, standing) in world.Standings)
            if (standing.Regions.Count > 0 && world.Random.Next(2) == 0)
                standings[subject] = standing.Regions(Claim(world, standing.Regions));
        return (record, standings);
    });

    [Fact]
    public void another_source_never_admits() => Each((world, record) =>
    {
        var another = world.Random.Next(8) switch { 0 => null, 1 => "nowhere", 2 => record.Id, _ => world.One(LawWorld.Ids) };
        List<string?> sources = [.. record.DerivedFrom];
        sources.Insert(world.Random.Next(sources.Count + 1), another);
        return (record.With((nameof(record.DerivedFrom), sources)), world.Standings);
    });

    private static void Each(Func<LawWorld, Record, (Record, IReadOnlyDictionary<SubjectId, Standing>)> change) =>
        LawWorld.Each(800, new(("allowed after", 500), ("turned to deny", 100), ("denied before", 1000)), (world, tally) =>
        {
            foreach (var record in world.Records.Values)
            {
                for (var i = 0; i < 4; i++)
                {
                    var (changed, standings) = change(world, record);
                    tally.NeverAdmits(world.Decide(record), world.Decide(changed, standings, world.Records), () => "one more");
                }
            }
        });

    private static List<Region> Claim(LawWorld world, IReadOnlyList<Region> claimed) => [.. claimed.Append(world.SomeRegion()).Distinct().Order()];
}
