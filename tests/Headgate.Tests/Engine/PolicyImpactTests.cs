using Headgate.Engine;
using Headgate.Gate;
using Headgate.Tests.Gate;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>What a policy changes for real people and records is what the reference says of each of them.</summary>
public sealed class PolicyImpactTests
{
    [Fact]
    public void people_and_records_newly_in_and_out_are_counted_by_region_and_kind()
    {
        using var place = new Workplace();
        place.Record(Workplace.At("2025-10-01"), Workplace.Member("ann"), Workplace.Member("bo", "GB"), Workplace.Member("cy", "DE"), Workplace.Member("di", "GB", "2015-01-01"));
        place.Publish(Workplace.Policy, "2025-10-02");
        var wider = place.In("wider.yaml");
        File.WriteAllText(wider, Workplace.Policy.Replace("region: [US, DE]", "region: [GB, DE]", StringComparison.Ordinal));
        var content = place.In("posts.jsonl");
        File.WriteAllLines(content, ((string[])["ann", "bo", "cy", "di", "nobody"]).Select((author, i) => $$"""{"record_id":"r{{i}}","author":"{{author}}","kind":"{{(i % 2 == 0 ? "post" : "comment")}}","visibility":"public","service":"network","created":"2025-01-01","labels":[]}"""));

        var impact = PolicyImpact.Of(
            place.Session, PolicyFile.Read(wider), null, [content], null, MemorySize.Megabytes(512), 2, null, (folder, report, cancellation) => GateWorker.Run(folder, report, cancellation), _ => { }, CancellationToken.None);

        var training = impact.Purposes.Single(one => one.Purpose == Workplace.Purpose);
        Assert.Equal(new InAndOut(1, 1), training.People.All);
        Assert.Equal(["GB 1 0", "US 0 1"], training.People.ByRegion.Select(pair => $"{pair.Key} {pair.Value.In} {pair.Value.Out}"));
        Assert.Equal(["comment 1 1", "post 1 1"], training.People.ByKind.Select(pair => $"{pair.Key} {pair.Value.In} {pair.Value.Out}"));
        Assert.Equal(new InAndOut(1, 1), training.Records!.All);
        Assert.Equal(["GB 1 0", "US 0 1"], training.Records.ByRegion.Select(pair => $"{pair.Key} {pair.Value.In} {pair.Value.Out}"));
        Assert.Equal(["comment 1 0", "post 0 1"], training.Records.ByKind.Select(pair => $"{pair.Key} {pair.Value.In} {pair.Value.Out}"));
        Assert.Equal([("adults in GB, public content, choice unset", 1L)], training.Cases.Where(one => one.Admitted).Select(one => (one.Cases.Words, one.Subjects)));
    }

    /// <summary>Each person of a drawn world falls into the class that a single decision finds for them.</summary>
    [Fact]
    public void the_census_counts_everybody_where_a_single_decision_puts_them()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(4000 + seed);
            var (first, second) = (new RandomPolicy(random, generous: true).Draw(), RandomPolicy.Twist(random, new RandomPolicy(random, generous: true).Draw()));
            if (seed % 2 == 0) (first, second) = (second, first);
            if (PolicyReader.Read(first).Policy is not { } before || PolicyReader.Read(second).Policy is not { } after) continue;
            var world = new RandomWorld(random, generous: true);
            var at = world.Time();
            var purpose = after.Purposes["train-generative-ai"];
            var live = new LiveRules([new Terms(before, [], before.Purposes[purpose.Name], at), new Terms(after, [], purpose, at)]);
            var classes = new SubjectClasses(live);
            var people = Enumerable.Range(0, 200).Select(_ => world.Standing(live.Sides[1])).ToList();
            using var folder = new TempFolder();
            var (snapshot, bounds) = (Directory.CreateDirectory(folder.In("snapshot")).FullName, new Bounds(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(folder.In("temp")).FullName));
            using (var duck = new DuckSession(bounds, [], [snapshot]))
            {
                StandingTables.Load(duck, people.Select((standing, i) => (SubjectId.From($"p{i}")!.Value, standing)));
                StandingTables.Save(duck, snapshot);
            }
            var counted = PeopleCensus.Count(snapshot, bounds, classes, live.Sides[0].Purpose, purpose, at).Select(group => $"{string.Join(' ', group.Regions)}: {string.Join(' ', group.Profile)}: {group.Count}");
            var expected = people.Where(one => one.Status == SubjectStatus.Active && one.Regions.Count > 0 && one.Regions.All(region => region.IsUnderstood))
                .GroupBy(one => $"{string.Join(' ', one.Regions)}: {string.Join(' ', classes.Values(one, one.Regions[0])!.Skip(1))}").Select(group => $"{group.Key}: {group.Count()}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), counted.Order(StringComparer.Ordinal));
        }
    }
}
