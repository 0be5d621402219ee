using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>What says no is stronger than what says yes (semantics.md, Laws).</summary>
public sealed class TrumpLaws
{
    [Fact]
    public void deny_trumps_grant() => LawWorld.Each(50, new(("turned to deny", 300), ("allowed after", 500), ("matched", 300)), (world, tally) =>
    {
        var policy = world.Policy;
        var deny = Deny(world.Random);
        List<Rule> rules = [.. policy.Rules];
        rules.Insert(world.Random.Next(rules.Count + 1), deny);
        var denying = world.Terms with { Policy = policy.Rules(rules) };
        var grantsFirst = world.Terms with { Policy = policy.Rules([.. policy.Grants, .. policy.Denies]) };
        var pairs = Executor.All(world.Terms).Zip(Executor.All(denying), Executor.All(grantsFirst));
        for (var i = 0; i < 100; i++)
        {
            var (record, standing, region) = (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
            var matches = Match.Of(deny.When, new(world.Terms, standing, region, record)).MayHold;
            foreach (var (plain, denied, reordered) in pairs)
            {
                var (before, after) = (plain.Ask(record, standing, region), denied.Ask(record, standing, region));
                tally.NeverAdmits(before, after, () => $"a deny rule ({plain.Name})");
                if (matches) Assert.False(after.Allows, $"{after} although a deny matches ({plain.Name})");
                if (matches && before.Allows) tally.Count("matched");
                Assert.Equal(before.Text, reordered.Ask(record, standing, region).Text);
            }
        }
    });

    [Fact]
    public void objection_trumps_every_basis() => LawWorld.Each(
        80, new(("Consent", 100), ("LegitimateInterests", 200), ("Contract", 200), ("parent", 200), ("out of reach", 100)), (world, tally) =>
    {
        var (terms, executors) = (world.Terms, Executor.All(world.Terms));
        for (var i = 0; i < 100; i++)
        {
            var (record, standing, region) = (world.SomeRecord(), world.SomeStanding(), world.SomeRegion());
            var toParent = terms.Purpose.Parent is not null && world.Random.Next(2) == 0;
            var since = Instant.FromMicroseconds(Math.Min(world.Time().Microseconds, terms.At.Microseconds));
            standing = standing.Choices(standing.Choices.Where(choice => choice.Choice != Choice.Objected));
            if (world.Random.Next(2) == 0) standing = standing.Choose(terms.Purpose.Name, Choice.Consented, Instant.MinValue);
            var objecting = standing.Choose(toParent ? terms.Purpose.Parent!.Name : terms.Purpose.Name, Choice.Objected, since);
            foreach (var executor in executors)
            {
                var (before, after) = (executor.Ask(record, standing, region), executor.Ask(record, objecting, region));
                Assert.True(before.Allows || !after.Allows, $"{before} became {after} by objecting ({executor.Name})");
                if (!before.Allows) continue;
                var reaches = Reaches(world.Policy, region, record, objecting.ObjectedSince(terms.Purpose)!.Value, terms.At);
                Assert.True(reaches ? after.Text == "objected" : after.Allows || Consents(world.Policy, before), $"{before} became {after}: reaches {reaches} ({executor.Name})");
                if (!reaches) tally.Count("out of reach");
                else tally.Count(toParent ? "parent" : world.Policy.Grants.First(grant => before.Text == $"granted:{grant.Name}").Basis.ToString());
            }
        }
    });

    /// <summary>Which records an objection reaches, as semantics.md says it.</summary>
    private static bool Reaches(Policy policy, Region region, Record record, Instant since, Instant at)
    {
        foreach (var rule in policy.Objection)
        {
            if (rule.Regions is not null && !rule.Regions.Contains(region.Code)) continue;
            if (!rule.Prospective || (rule.FullIfBefore is { } before && since < before)) return true;
            return record.Created is not { } created || created > at || created >= since;
        }
        return true;
    }

    /// <summary>Whether the purpose was allowed by consent: an objection replaces the consent, even where it does not reach the record.</summary>
    private static bool Consents(Policy policy, Reason reason) =>
        policy.Grants.First(grant => reason.Text == $"granted:{grant.Name}").Basis == LegalBasis.Consent;

    private static DenyRule Deny(Random random)
    {
        while (true)
            if (PolicyReader.Read(new RandomPolicy(random, generous: true).Draw()).Policy?.Denies.FirstOrDefault() is { } deny)
                return deny with { Name = "another" };
    }
}
