using Headgate.Engine;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>What is held in memory for single decisions says what the ledger says.</summary>
public sealed class DecisionIndexTests
{
    private static readonly string[] People = ["ann", "bo", "cy", "Δημήτρης", "e\"ve", "fay"];
    private static readonly string[] Places = ["GB", "DE", "Atlantis", ""];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whoever's statements come in any order, are changed, bounced and taken back: read whole, and brought forward statement by statement.</summary>
    [Fact]
    public void standings_in_memory_are_those_that_are_folded()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            using var place = new Workplace();
            var forward = new StandingIndex();
            for (var i = 0; i < 60; i++)
            {
                var statement = Statement(random);
                place.Record(Workplace.At("2025-11-01") + TimeSpan.FromHours(i), statement);
                var subject = ((PersonalStatement)statement.Statement).Subject;
                forward.Set(subject, StandingFold.At(place.Session.Store.Of(subject, long.MaxValue), Instant.MaxValue));
            }
            var whole = StandingLoading.Load(place.Session.Store, place.Session.Store.Head.Size, Cancellation);
            foreach (var person in People)
            {
                var subject = SubjectId.From(person)!.Value;
                var expected = Written(StandingFold.At(place.Session.Store.Of(subject, long.MaxValue), Instant.MaxValue));
                Assert.Equal((seed, expected), (seed, Written(whole.StandingOf(whole.Find(subject)))));
                Assert.Equal((seed, expected), (seed, Written(forward.StandingOf(forward.Find(subject)))));
            }
        }
    }

    [Fact]
    public async Task somebody_who_was_erased_is_unknown_at_once_whoever_erased_them()
    {
        using var place = new Workplace();
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo"), Workplace.Member("cy"));
        using var index = new DecisionIndex(place.Session);
        await SettleAsync(index);
        Assert.Equal("granted:interest granted:interest granted:interest", string.Join(' ', Reasons(index, "ann", "bo", "cy")));
        var bytes = index.Bytes;
        Assert.NotEqual(0, bytes);

        using (index.Erase(SubjectId.From("ann")!.Value)) place.Session.Store.Erase(SubjectId.From("ann")!.Value, place.Session.Now);
        Assert.Equal("unknown-subject granted:interest granted:interest", string.Join(' ', Reasons(index, "ann", "bo", "cy")));
        Assert.Equal(bytes, index.Bytes);

        // Another process says only that somebody was erased; and here somebody else is being erased at the time.
        using (index.Erase(SubjectId.From("cy")!.Value))
        {
            using (var terminal = Session.Open(place.LedgerFolder, place.Clock)) terminal.Store.Erase(SubjectId.From("bo")!.Value, terminal.Now);
            Assert.Equal("unknown-subject unknown-subject granted:interest", string.Join(' ', Reasons(index, "ann", "bo", "cy")));
        }
        await SettleAsync(index);
        Assert.Equal("unknown-subject unknown-subject granted:interest", string.Join(' ', Reasons(index, "ann", "bo", "cy")));
    }

    /// <summary>Windows end, rules begin, people come of age: a table holds until the next instant at which anything can be otherwise.</summary>
    [Fact]
    public async Task as_time_passes_the_table_says_what_the_reference_says()
    {
        var compared = 0;
        for (var seed = 1; compared < 6; seed++)
        {
            var random = new Random(seed);
            var text = new RandomPolicy(random, generous: true).Draw();
            if (PolicyReader.Read(text).Policy is not { } policy) continue;
            compared++;
            using var place = new Workplace();
            place.Now("2025-12-21");
            place.Publish(text, "2010-01-01");
            place.Draw(random, policy, People);
            using var index = new DecisionIndex(place.Session);
            var purpose = RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)];
            var world = new RandomWorld(random, generous: true);
            for (var day = 0; day < 20; day++)
            {
                place.Now(random.Next(2) == 0 ? $"2026-{1 + day / 2:00}-{1 + day % 28:00}T00:00:00" : $"2026-{1 + day / 2:00}-{1 + day % 28:00}T23:59:59.999999");
                await SettleAsync(index, purpose);
                var terms = place.Session.TermsOf(purpose, place.Session.MomentOf(null, null));
                var reference = new ReferencePolicy(terms, new Reasons(terms), subject => StandingFold.At(place.Session.Store.Of(subject, long.MaxValue), terms.At), _ => null);
                for (var i = 0; i < 40; i++)
                {
                    var record = world.Record(terms, People, ["elsewhere"], "r");
                    using var view = index.Now();
                    Assert.NotNull(view.TermsOf(System.Text.Encoding.UTF8.GetBytes(purpose)));
                    var (expected, actual) = (reference.Decide(record).Reason.Text, view.Decide(purpose, record)!.Text);
                    Assert.True(expected == actual, $"seed {seed}, {terms.At}: reference {expected}, table {actual}\n{text}");
                }
            }
        }
    }

    [Fact]
    public void ids_are_found_in_every_number_and_length_and_those_forgotten_are_not()
    {
        var ids = new SubjectIds();
        byte[] Id(int i) => System.Text.Encoding.UTF8.GetBytes(i % 500 == 0 ? new string('x', 60_000) + i : $"m{i}");
        for (var i = 0; i < 5_000; i++) Assert.Equal(i, ids.Add(Id(i)));
        for (var i = 0; i < 5_000; i += 3) ids.Forget(i);
        for (var i = 0; i < 5_000; i++) Assert.Equal(i % 3 == 0 ? SubjectIds.None : i, ids.Find(Id(i)));
        Assert.Equal(5_000, ids.Add(Id(0)));
        Assert.Equal(5_000, ids.Find(Id(0)));
        Assert.Equal(SubjectIds.None, ids.Find("nobody"u8));
    }

    private static async Task SettleAsync(DecisionIndex index, string purpose = Workplace.Purpose)
    {
        await index.Loaded.WaitAsync(Cancellation);
        using (var view = index.Now()) view.Decide(purpose, new Record());
        await index.SettleAsync().WaitAsync(Cancellation);
    }

    private static IEnumerable<string> Reasons(DecisionIndex index, params string[] authors)
    {
        foreach (var author in authors)
        {
            using var view = index.Now();
            yield return view.Decide(Workplace.Purpose, new Record { Id = "r", Author = SubjectId.From(author), Kind = "post", Visibility = "public", Service = "network", Labels = [] })!.Text;
        }
    }

    private static NewStatement Statement(Random random)
    {
        var subject = SubjectId.From(People[random.Next(People.Length)])!.Value;
        Instant? Earlier() => random.Next(2) == 0 ? null : Workplace.At("2025-10-01") + TimeSpan.FromDays(random.Next(30));
        return random.Next(6) switch
        {
            0 or 1 => new(new MemberDescribed(
                subject, random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Region.Understand(Places[random.Next(Places.Length)]))], random.Next(4) == 0 ? "billing" : "declared",
                random.Next(3) switch { 0 => null, 1 => new(null), _ => new(BirthRange.Born(new(2000, 1, 1 + random.Next(28)))) }, random.Next(2) == 0 ? null : (SubjectStatus)random.Next(4))),
            2 or 3 => new(new ChoiceMade(subject, random.Next(2) == 0 ? "a" : "b", (Choice)random.Next(3), null), Earlier()),
            4 => new(new NoticeServed(subject, new("told", 1 + random.Next(2))), Earlier()),
            _ => random.Next(3) == 0 ? new(new NoticeBounced(subject, new("told", 1 + random.Next(2))), Earlier()) : new(new NoticeServed(subject, new("told", 1)), Earlier()),
        };
    }

    private static string Written(Standing? standing) => standing is null ? "none" : string.Join(' ',
        [.. standing.Regions.Select(region => region.IsUnderstood ? region.Code : "?").Distinct().Order(StringComparer.Ordinal), $"born {standing.Birth} {standing.Status}",
        .. standing.Choices.Select(choice => choice.ToString()), .. standing.Notices.Select(notice => $"{notice.Notice}: {string.Join(',', notice.Times)}")]);
}
