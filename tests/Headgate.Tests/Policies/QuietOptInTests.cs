using CsCheck;
using Headgate.Tests.Laws;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>No quiet opt-in: what is found is what the reference says, case by case (semantics.md, No quiet opt-in).</summary>
public sealed class QuietOptInTests
{
    private static readonly HashSet<NoticeVersion> Nothing = [];

    [Fact]
    public void no_quiet_opt_in_is_missed_and_none_is_invented()
    {
        var tally = new Tally(("opened", 200), ("against an objection", 5), ("told", 5), ("confirmed", 20));
        tally.Fill(seed => Compare(new Random(seed), tally), 60);
    }

    [Fact]
    public void a_policy_lets_nobody_in_whom_it_let_in_before() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            if (PolicyReader.Read(new RandomPolicy(new Random(seed)).Draw()).Policy is not { } policy) return;
            Assert.Empty(QuietOptIns.Find(policy, policy, Time("2025-01-01"), null, Nothing));
        },
        iter: 30);

    private static void Compare(Random random, Tally tally)
    {
        var first = new RandomPolicy(random, generous: true).Draw();
        var second = random.Next(2) == 0 ? RandomPolicy.Twist(random, first) : new RandomPolicy(random, generous: true).Draw();
        if (PolicyReader.Read(first).Policy is not { } one || PolicyReader.Read(RandomPolicy.Twist(random, second)).Policy is not { } after) return;
        var before = random.Next(5) == 0 ? null : one;
        var world = new RandomWorld(random, generous: true);
        var start = world.Time();
        var known = random.Next(2) == 0 ? Nothing : [new("told", 2)];
        var found = QuietOptIns.Find(before, after, start, null, known);
        foreach (var opened in found.Take(3)) Confirm(opened, before, after, start, tally);
        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(3) switch { 0 => start, 1 => start + TimeSpan.FromMicroseconds(random.Next(0, 3)), _ => Instant.Later(start, world.Time() + TimeSpan.FromDays(random.Next(3) == 0 ? 365 * random.Next(20) : 0)) };
            var purpose = after.Purposes.Values.ElementAt(random.Next(after.Purposes.Count));
            var terms = new Terms(after, [], purpose, at);
            var (standing, record) = (world.Standing(terms), world.Record(terms, ["a"], ["r"], "r"));
            if (random.Next(3) == 0) standing = Objecting(standing, after.Purposes.Keys.ElementAt(random.Next(after.Purposes.Count)), world.Time() is var time && time < at ? time : at);
            foreach (var region in standing.Regions)
            {
                if (Grant(terms, standing, region, record) is not { } grant || grant.Basis == LegalBasis.Consent || Allows(before, purpose.Name, at, standing, region, record)) continue;
                var against = before is not null && Objected(standing, before, after, purpose.Name) < start;
                var told = grant.After is { } asked && asked.Window >= TimeSpan.FromDays(1) && !known.Contains(asked.Notice);
                if (told) tally.Count("told");
                if (told && !against) continue;
                tally.Count("opened");
                if (against) tally.Count("against an objection");
                Assert.True(
                    found.Any(one => one.Purpose == purpose.Name && one.Grant == grant && one.AgainstObjection == against),
                    $"{grant.Name} for {purpose.Name} at {at} from {start}, against {against}: {region} born {standing.Birth} {string.Join(' ', standing.Choices)}\n{record}\n{first}\n{second}");
            }
        }
    }

    private static Standing Objecting(Standing standing, string purpose, Instant since) => new()
    {
        Regions = standing.Regions,
        Birth = standing.Birth,
        Status = standing.Status,
        Choices = [new(purpose, Choice.Objected, since)],
        Notices = standing.Notices,
    };

    /// <summary>Some case is let in by the grant, as was said, and was not before.</summary>
    private static void Confirm(QuietOptIn opened, Policy? before, Policy after, Instant start, Tally tally)
    {
        var change = new PolicyChange(before, after, opened.Purpose, opened.At, start);
        var cells = change.Cells;
        for (var subject = 0; subject < cells.Subjects.Classes.Count; subject++)
            for (var record = 0; record < cells.Records.Count; record++)
                for (var pair = 0; pair < cells.Pairs.Count; pair++)
                    if (cells.IsReachable(subject, record, pair) && cells.Case(subject, record, pair) is var (standing, region, what)
                        && Grant(new(after, [], after.Purposes[opened.Purpose], opened.At), standing, region, what) == opened.Grant
                        && !Allows(before, opened.Purpose, opened.At, standing, region, what)
                        && (!opened.AgainstObjection || Objected(standing, before!, after, opened.Purpose) < start))
                    {
                        tally.Count("confirmed");
                        return;
                    }
        Assert.Fail($"no case is let in by {opened.Grant.Name} for {opened.Purpose} at {opened.At}");
    }

    private static GrantRule? Grant(Terms terms, Standing standing, Region region, Record record)
    {
        if (record.Kind is null || !terms.Policy!.Content.Contains(record.Kind)) return null;
        var reasons = new Reasons(terms);
        var reason = new ReferencePolicy(terms, reasons, _ => null, _ => null).OfSubject(record, standing, region);
        return reason.Allows ? reasons.Grants[reason.Code] : null;
    }

    private static bool Allows(Policy? policy, string purpose, Instant at, Standing standing, Region region, Record record) =>
        policy?.Purposes.GetValueOrDefault(purpose) is { } named && Grant(new(policy, [], named, at), standing, region, record) is not null;

    private static Instant? Objected(Standing standing, Policy before, Policy after, string purpose)
    {
        var (one, other) = (standing.ObjectedSince(after.Purposes[purpose]), before.Purposes.GetValueOrDefault(purpose) is { } named ? standing.ObjectedSince(named) : null);
        return other is null || one < other ? one : other;
    }

    private static Instant Time(string text) => Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);
}
