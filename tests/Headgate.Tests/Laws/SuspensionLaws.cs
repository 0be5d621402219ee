using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>Pausing and resuming, as acts in the ledger (semantics.md, Suspension, and its end; Laws).</summary>
public sealed class SuspensionLaws
{
    [Fact]
    public void suspension_never_admits() => LawWorld.Each(60, new(("turned to deny", 300), ("allowed after", 1000), ("denied before", 1000)), (world, tally) =>
    {
        var drawn = new Acts(world);
        var before = Executor.All(drawn.Terms());
        var suspension = drawn.Suspend();
        if (world.Random.Next(3) == 0) drawn.Lift(suspension);
        var after = Executor.All(drawn.Terms());
        foreach (var (record, standing, region) in Cases(world))
            foreach (var (running, paused) in before.Zip(after))
                tally.NeverAdmits(running.Ask(record, standing, region), paused.Ask(record, standing, region), () => $"a suspension ({running.Name})");
    });

    [Fact]
    public void lifting_admits_nobody_unnotified() => LawWorld.Each(60, new(("admitted", 200), ("not told", 200), ("in the window", 50)), (world, tally) =>
    {
        var drawn = new Acts(world);
        var suspension = drawn.Suspend();
        var before = Executor.All(drawn.Terms());
        var (notice, window) = drawn.Lift(suspension);
        var terms = drawn.Terms();
        var after = Executor.All(terms);
        foreach (var (record, standing, region) in Cases(world))
        {
            Instant[] served = [.. standing.Notices.Where(one => one.Notice == terms.Policy!.Notices.GetValueOrDefault(notice)?.Version)
                .SelectMany(one => one.Times).Where(time => time >= suspension.EffectiveAt)];
            var told = served.Any(time => terms.At >= time + window);
            foreach (var (paused, resumed) in before.Zip(after))
            {
                var (was, became) = (paused.Ask(record, standing, region), resumed.Ask(record, standing, region));
                var suspended = was.Text.Split('/')[0] == $"suspended:{suspension.Position}";
                Assert.True(became.Text == was.Text != (suspended && told), $"{was} became {became} for somebody told at [{string.Join(", ", served)}], {window} before {terms.At} ({paused.Name})");
                if (suspended) tally.Count(told && became.Allows ? "admitted" : told ? "denied otherwise" : served.Length == 0 ? "not told" : "in the window");
            }
        }
    });

    [Fact]
    public void only_an_override_lifts_for_those_who_were_not_told() => LawWorld.Each(60, new(("admitted", 100)), (world, tally) =>
    {
        var drawn = new Acts(world);
        var without = Executor.All(drawn.Terms())[0];
        var suspension = drawn.Suspend();
        var paused = Executor.All(drawn.Terms())[0];
        drawn.Override(suspension);
        var lifted = Executor.All(drawn.Terms())[0];
        foreach (var (record, standing, region) in Cases(world))
        {
            Assert.Equal(without.Ask(record, standing, region).Text, lifted.Ask(record, standing, region).Text);
            if (lifted.Ask(record, standing, region).Allows && !paused.Ask(record, standing, region).Allows) tally.Count("admitted");
        }
    });

    private static IEnumerable<(Record Record, Standing Standing, Region Region)> Cases(LawWorld world)
    {
        for (var i = 0; i < 100; i++) yield return (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
    }
}
