using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>Where nothing speaks for it, the answer is no; and knowing less never makes it yes (semantics.md, Laws).</summary>
public sealed class UnknownLaws
{
    [Fact]
    public void default_deny() => LawWorld.Each(120, new(("allowed", 500), ("allowed whole", 20)), (world, tally) =>
    {
        var (terms, policy) = (world.Terms, world.Policy);
        var executors = Executor.All(terms);
        var ungranted = Executor.All(terms with { Policy = policy.Rules(policy.Denies) });
        for (var i = 0; i < 40; i++)
        {
            var (record, standing, region) = (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
            foreach (var executor in ungranted) Assert.False(executor.Ask(record, standing, region).Allows, "allowed without a grant");
            foreach (var executor in executors)
            {
                Assert.Equal("unknown-subject", executor.Ask(record, null, region).Text);
                Assert.Equal("unknown-region", executor.Ask(record, standing, null).Text);
                var reason = executor.Ask(record, standing, region);
                if (!reason.Allows) continue;
                tally.Count("allowed");
                Assert.Contains(policy.Grants, grant => $"granted:{grant.Name}" == reason.Text && Match.Of(grant.When, new(terms, standing, region, record)).Holds);
            }
        }
        foreach (var record in world.Records.Values)
        {
            Assert.Equal("no-policy", WithoutPolicy(world, record).Text);
            if (!world.Decide(record).Allows) continue;
            tally.Count("allowed whole");
            Assert.Equal("malformed-record", world.Decide(record.With((nameof(record.Id), null))).Text);
            Assert.Equal("malformed-record", world.Decide(record.With((nameof(record.HasWrongType), true))).Text);
            Assert.Equal("unknown-subject", world.Decide(record.With((nameof(record.Author), null))).Text);
            Assert.Equal("unknown-content-kind", world.Decide(record.With((nameof(record.Kind), null))).Text);
            Assert.Equal("unknown-content-kind", world.Decide(record.With((nameof(record.Kind), "story"))).Text);
            Assert.Equal("unknown-source", world.Decide(record.With((nameof(record.DerivedFrom), (string?[])["nowhere", .. record.DerivedFrom]))).Text);
            Assert.Equal("unknown-subject", world.Decide(record, new Dictionary<SubjectId, Standing>(), world.Records).Text);
        }
    });

    [Fact]
    public void unknown_never_admits() => LawWorld.Each(100, Floors, (world, tally) =>
    {
        var executors = Executor.All(world.Terms);
        for (var i = 0; i < 80; i++)
        {
            var (record, standing, region) = (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
            var ((less, what), (lessStanding, whatElse)) = (Forget.PartOf(record, world.Random), Forget.PartOf(standing, world.Random));
            if (world.Random.Next(3) is var which && which == 0) (lessStanding, whatElse) = (standing, "nothing else");
            else if (which == 1) (less, what) = (record, "nothing else");
            foreach (var executor in executors)
                tally.NeverAdmits(executor.Ask(record, standing, region), executor.Ask(less, lessStanding, region), () => $"not knowing {what} and {whatElse} ({executor.Name})");
        }
    });

    [Fact]
    public void unknown_never_admits_a_whole_record() => LawWorld.Each(400, Floors, (world, tally) =>
    {
        foreach (var record in world.Records.Values)
        {
            for (var i = 0; i < 12; i++)
            {
                var (changed, what) = (record, "");
                Dictionary<SubjectId, Standing> standings = new(world.Standings);
                Dictionary<string, Record> records = new(world.Records);
                var (person, source) = (SubjectId.From(world.One(LawWorld.People))!.Value, world.One(LawWorld.Ids));
                switch (world.Random.Next(5))
                {
                    case 0:
                        what = standings.Remove(person) ? "a person" : "nothing";
                        break;
                    case 1:
                        if (standings.TryGetValue(person, out var standing)) (standings[person], what) = Forget.PartOf(standing, world.Random);
                        break;
                    case 2:
                        what = records.Remove(source) ? "a source" : "nothing";
                        break;
                    case 3:
                        if (!records.Remove(source, out var known)) continue;
                        (known, what) = Forget.AnyPartOf(known, world.Random);
                        if (known.Id is not null) records[source] = known;
                        break;
                    default:
                        (changed, what) = Forget.AnyPartOf(record, world.Random);
                        break;
                }
                tally.NeverAdmits(world.Decide(record), world.Decide(changed, standings, records), () => $"not knowing {what}");
            }
        }
    });

    private static Tally Floors => new(("allowed after", 500), ("turned to deny", 500), ("denied before", 1000));

    private static Reason WithoutPolicy(LawWorld world, Record record)
    {
        var terms = world.Terms with { Policy = null };
        var reference = new ReferencePolicy(terms, new Reasons(terms), subject => world.Standings.GetValueOrDefault(subject), id => world.Records.GetValueOrDefault(id));
        return reference.Decide(record).Reason;
    }
}
