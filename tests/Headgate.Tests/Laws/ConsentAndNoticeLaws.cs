using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>What consent, notices and time open, and nothing else (semantics.md, Laws).</summary>
public sealed class ConsentAndNoticeLaws
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void consent_does_not_reach_children() => LawWorld.Each(100, new(("by consent", 300), ("consented to the parent", 300)), (world, tally) =>
    {
        var (purpose, executors) = (world.Terms.Purpose, Executor.All(world.Terms));
        for (var i = 0; i < 100; i++)
        {
            var (record, region) = (world.SomeRecord(), world.SomeRegion());
            var standing = world.SomeStanding();
            standing = standing.Choices(standing.Choices.Where(choice => choice.Choice == Choice.Objected));
            var toAllOthers = RandomPolicy.Purposes.Where(other => other != purpose.Name && standing.Choices.All(choice => choice.Purpose != other))
                .Aggregate(standing, (one, other) => one.Choose(other, Choice.Consented, Instant.MinValue));
            var toThis = standing.Choices.Any(choice => choice.Purpose == purpose.Name) ? standing : standing.Choose(purpose.Name, Choice.Consented, Instant.MinValue);
            foreach (var executor in executors)
            {
                var (without, elsewhere, here) = (executor.Ask(record, standing, region), executor.Ask(record, toAllOthers, region), executor.Ask(record, toThis, region));
                Assert.True(without.Text == elsewhere.Text, $"{without} became {elsewhere} by a consent to something else than {purpose.Name} ({executor.Name})");
                if (without.Allows || !here.Allows) continue;
                tally.Count("by consent");
                if (purpose.Parent is not null && toAllOthers.Consented(purpose.Parent.Name)) tally.Count("consented to the parent");
            }
        }
    });

    [Fact]
    public void window_opens_only_by_notice_and_time() => LawWorld.Each(100, new(("opened", 300), ("waiting", 100), ("not served", 100)), (world, tally) =>
    {
        var terms = world.Terms with { Suspensions = [] };
        var executors = Executor.All(terms);
        for (var i = 0; i < 100; i++)
        {
            var (record, standing, region) = (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
            foreach (var executor in executors)
            {
                var reason = executor.Ask(record, standing, region);
                var (what, name) = reason.Text.Split(':') is [var first, var second] ? (first, second) : (reason.Text, "");
                if (world.Policy.Grants.FirstOrDefault(grant => grant.Name == name)?.After is not { } after) continue;
                var served = standing.Notices.FirstOrDefault(one => one.Notice == after.Notice)?.Times[0];
                if (what is "window-open" or "notice-not-served")
                {
                    Assert.True(what == "notice-not-served" ? served is null : served is not null && served + after.Window > terms.At, $"{reason} though served at {served} ({executor.Name})");
                    tally.Count(what == "window-open" ? "waiting" : "not served");
                    foreach (var other in Others(world, record, standing)) Assert.NotEqual($"granted:{name}", executor.Ask(other.Record, other.Standing, region).Text);
                }
                if (what != "granted") continue;
                tally.Count("opened");
                Assert.True(served + after.Window <= terms.At, $"{reason} though served at {served} ({executor.Name})");
                var last = terms.At + -after.Window;
                Assert.Equal(reason.Text, Asked(new(after.Notice, [last])));
                Assert.NotEqual(reason.Text, Asked(new(after.Notice, [last + Tick])));
                Assert.NotEqual(reason.Text, Asked(new(after.Notice with { Version = after.Notice.Version - 1 }, [last])));
                Assert.NotEqual(reason.Text, executor.Ask(record, standing.Notices([]), region).Text);

                string Asked(ServedNotice notice) => executor.Ask(record, standing.Notices([notice]), region).Text;
            }
        }
    });

    /// <summary>The same notices and the same time, everything else drawn anew.</summary>
    private static IEnumerable<(Record Record, Standing Standing)> Others(LawWorld world, Record record, Standing standing)
    {
        yield return (record, standing.Choose(world.Terms.Purpose.Name, Choice.Consented, Instant.MinValue));
        yield return (world.SomeRecord(), standing);
        yield return (world.SomeRecord(), world.SomeStanding().Notices(standing.Notices));
    }
}
