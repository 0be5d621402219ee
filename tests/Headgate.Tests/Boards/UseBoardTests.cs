using Headgate.Engine;
using Headgate.Tests.Gate;
using Headgate.Tests.Laws;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Boards;

/// <summary>What a board says is what the reference says.</summary>
public sealed class UseBoardTests
{
    [Fact]
    public void every_region_is_in_one_row_and_nobody_is_used_where_the_board_says_that_nobody_is()
    {
        var tally = new Tally(("used", 200), ("not used", 200), ("paused", 50));
        tally.Fill(seed => Compare(new Random(seed), tally), 60);
    }

    [Fact]
    public void people_are_counted_under_the_reason_that_the_reference_gives()
    {
        var tally = new Tally(("used", 50), ("several regions", 20), ("nowhere", 5));
        tally.Fill(seed => Count(new Random(seed), tally), 12);
    }

    [Fact]
    public void an_objection_that_counts_for_the_future_alone_says_so_and_a_full_one_does_not()
    {
        var objected = new Standing { Regions = [Region.Understand("US")], Birth = BirthRange.Born(new(1990, 1, 1)), Status = SubjectStatus.Active, Choices = [new(Workplace.Purpose, Choice.Objected, Workplace.At("2025-03-01"))] };
        foreach (var (objection, expected) in (ReadOnlySpan<(string, bool)>)[("full", false), ("prospective", true)])
        {
            var policy = PolicyReader.Read(Workplace.Policy.Replace("rules:", $"objection: {objection}\nrules:", StringComparison.Ordinal)).Policy!;
            var use = MemberUse.Of(new Terms(policy, [], policy.Purposes[Workplace.Purpose], Workplace.At("2025-12-01")), objected);
            Assert.Equal((Choice.Objected, UseState.Never, "objected", expected), (use.Choice, use.State, use.Reason.Text, use.EarlierIsUsed));
        }
    }

    [Fact]
    public void what_a_pause_holds_back_is_told_from_what_was_never_used()
    {
        var policy = PolicyReader.Read(Workplace.Policy).Policy!;
        Recorded[] acts = [Act(0, new PolicyPublished(Workplace.Policy, new Dictionary<string, string>(), null)), Act(1, new Suspended(Workplace.Purpose, ["DE"], ["DE"], null, null, null, "ICO", "letter"))];
        var board = UseBoard.Of(acts, 2, Workplace.At("2025-12-01"));
        var germany = board.Rows.Single(row => row.Regions.SequenceEqual(["DE"])).Cells[board.Purposes.ToList().FindIndex(purpose => purpose.Name == Workplace.Purpose)];
        Assert.Equal(UseState.Paused, germany.State);
        Assert.Equal(["comment public", "post public"], germany.Alike.Select(content => $"{content.Kind} {content.Visibility}"));
        Assert.All(policy.Content, kind => Assert.Contains(germany.Contents, content => content.Kind == kind));
    }

    [Fact]
    public void terms_that_tell_too_many_cases_apart_for_a_table_still_have_a_board()
    {
        var rules = IsoCountries.Codes.Select((code, i) => $"  - {{ deny: r{i}, when: {{ region: {code}, age: {{ under: {1 + i % 119} }} }} }}")
            .Concat(Enumerable.Range(1, 119).Select(age => $"  - {{ deny: a{age}, when: {{ age: {{ under: {age} }}, service: s{age} }} }}"));
        var text = $"headgate: 1\npolicy: p\nversion: 1\npurposes: {{ train: {{ title: Train }} }}\ncontent: [post]\nservices: [{string.Join(", ", Enumerable.Range(1, 119).Select(age => $"s{age}"))}]\nrules:\n{string.Join('\n', rules)}\n  - {{ grant: it, basis: contract }}\n";
        var policy = PolicyReader.Read(text).Policy!;
        var at = Workplace.At("2025-12-01");
        Assert.Throws<TableTooLargeException>(() => new SubjectClasses(new LiveRules([new Terms(policy, [], policy.Purposes["train"], at)])));
        var board = UseBoard.Of([Act(0, new PolicyPublished(text, new Dictionary<string, string>(), null))], 1, at);
        Assert.Equal(IsoCountries.Codes.Order(StringComparer.Ordinal), board.Rows.SelectMany(row => row.Regions).Order(StringComparer.Ordinal));
    }

    private static Recorded Act(long position, Statement statement) => new(position, Workplace.At("2025-01-01"), Workplace.At("2025-01-01"), statement);

    private static void Compare(Random random, Tally tally)
    {
        var text = new RandomPolicy(random, generous: true).Draw();
        if (PolicyReader.Read(text).Policy is not { } policy) return;
        var world = new RandomWorld(random, generous: true);
        var terms = world.Terms(policy, Workplace.Purpose);
        var acts = new List<Recorded> { Act(0, new PolicyPublished(text, new Dictionary<string, string>(), null)) };
        foreach (var pause in terms.Suspensions.Where(pause => pause.Resumed is null))
            acts.Add(new(acts.Count, pause.Begun, pause.Begun, new Suspended(pause.Purpose, pause.Regions is { } codes ? [.. codes.Order(StringComparer.Ordinal)] : null, [], pause.Service, pause.CollectedFrom, pause.CollectedTo, "a", "r")));
        var board = UseBoard.Of(acts, acts.Count, terms.At);
        if (board.Policy is null) return;
        Assert.Equal(IsoCountries.Codes.Order(StringComparer.Ordinal), board.Rows.SelectMany(row => row.Regions).Order(StringComparer.Ordinal));
        var known = new Terms(policy, Terms.PausesInForce(acts, policy, terms.At), terms.Purpose, terms.At);
        var reference = new ReferencePolicy(known, new Reasons(known), _ => null, _ => null);
        var column = board.Purposes.ToList().FindIndex(purpose => purpose.Name == Workplace.Purpose);
        foreach (var row in board.Rows)
        {
            var region = Region.Understand(row.Regions[random.Next(row.Regions.Count)]);
            var drawn = world.Standing(known);
            var person = new Standing { Regions = [region], Birth = BirthRange.Born(known.At.Date.AddYears(-30)), Status = SubjectStatus.Active, Choices = [], Notices = drawn.Notices };
            foreach (var content in row.Cells[column].Contents)
            {
                var record = new Record { Id = "r", Kind = content.Kind, Labels = [], Visibility = content.Visibility, Service = content.Service, Created = known.At };
                var verdict = reference.OfSubject(record, person, region);
                if (verdict.Allows) Assert.Equal(UseState.Used, content.State);
                tally.Count(content.State switch { UseState.Used => "used", UseState.Paused => "paused", _ => "not used" });
            }
        }
    }

    private static void Count(Random random, Tally tally)
    {
        var text = new RandomPolicy(random, generous: true).Draw();
        if (PolicyReader.Read(text).Policy is not { } policy) return;
        using var place = new Workplace();
        place.Publish(text, "2010-01-01");
        var people = Enumerable.Range(0, 40).Select(i => $"p{i}").ToList();
        place.Now("2025-12-25");
        place.Draw(random, policy, people);
        var census = UseCensus.Of(place.Session, TestContext.Current.CancellationToken);
        using (var index = new DecisionIndex(place.Session))
        {
            index.Loaded.Wait(TestContext.Current.CancellationToken);
            var fromMemory = IndexCensus.Of(index, TestContext.Current.CancellationToken)!;
            Assert.Equal((census.AsOf, census.People), (fromMemory.AsOf, fromMemory.People));
            foreach (var (purpose, use) in census.Purposes)
            {
                Assert.Equal(use.ByReason, fromMemory.Purposes[purpose].ByReason);
                Assert.Equal(use.ByRegion, fromMemory.Purposes[purpose].ByRegion);
            }
        }
        var (acts, at) = (place.Session.Store.Acts(census.AsOf), census.At);
        var inForce = Terms.PolicyInForce(acts, at)!;
        foreach (var purpose in UseBoard.Leaves(inForce))
        {
            var terms = new Terms(inForce, Terms.PausesInForce(acts, inForce, at), purpose, at);
            var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (subject, statements) in place.Session.Store.BySubject(census.AsOf))
            {
                var standing = StandingFold.At(statements, at);
                var use = MemberUse.Of(terms, standing);
                expected[use.Reason.Text] = expected.GetValueOrDefault(use.Reason.Text) + 1;
                if (use.State == UseState.Used) tally.Count("used");
                if (standing?.Regions.Count > 1) tally.Count("several regions");
                if (standing?.Regions.Count == 0) tally.Count("nowhere");
            }
            Assert.Equal(expected, census.Purposes[purpose.Name].ByReason);
            Assert.Equal(census.People, census.Purposes[purpose.Name].All.Together);
        }
    }
}
