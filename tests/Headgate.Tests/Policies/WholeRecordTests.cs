using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The verdict on whole records, sentence by sentence (semantics.md, The verdict): its own reasons, everybody in it, and all that it derives from.</summary>
public sealed class WholeRecordTests
{
    private const string Text =
        """
        headgate: 1
        policy: network
        version: 1
        purposes: { train: { title: Train } }
        content: [post]
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - grant: some
            when: { region: [GB, US] }
            basis: legitimate-interests
        """;

    private static readonly Policy Network = PolicyReader.Read(Text).Policy!;
    private static readonly Instant At = Instant.FromDate(new(2026, 3, 1));

    [Fact]
    public void a_record_is_allowed_with_the_reason_of_its_author_in_their_first_region() =>
        Assert.Equal(("granted:some", "ann", "GB"), Said(Decided(Post("p", "ann"))));

    [Theory]
    [InlineData("no-policy unknown-content-kind", true, "p", "ann", "post")]
    [InlineData("malformed-record", false, null, "ann", "post")]
    [InlineData("unknown-subject", false, "p", null, "post")]
    [InlineData("unknown-content-kind", false, "p", "ann", null)]
    [InlineData("unknown-source", false, "p", "ann", "post", "nowhere")]
    [InlineData("", false, "p", "ann", "post")]
    public void each_reason_of_the_record_itself_is_given_where_it_applies_and_nowhere_else(string reasons, bool isWithoutPolicy, string? id, string? author, string? kind, string? from = null)
    {
        var record = new Record { Id = id, Author = author is null ? null : Id(author), Kind = kind, DerivedFrom = from is null ? [] : [from] };
        var found = Policy(isWithoutPolicy ? null : Network).Explain(record);
        Assert.Equal(reasons, string.Join(' ', found.Where(one => one.Subject is null).Select(one => one.Reason.Text)));
        if (reasons.Length > 0) Assert.Equal(reasons.Split(' ')[0], Policy(isWithoutPolicy ? null : Network).Decide(record).Reason.Text);
    }

    [Fact]
    public void a_kind_that_the_policy_does_not_list_is_unknown_and_a_source_without_a_name_too()
    {
        Assert.Equal("unknown-content-kind", Decided(new Record { Id = "p", Author = Id("ann"), Kind = "photo" }).Reason.Text);
        Assert.Equal("unknown-source", Decided(new Record { Id = "p", Author = Id("ann"), Kind = "post", DerivedFrom = ["q", null] }, Post("q", "ann")).Reason.Text);
        Assert.Equal("unknown-source", Decided(Post("p", "ann", "q", "nowhere"), Post("q", "ann")).Reason.Text);
    }

    [Fact]
    public void a_record_without_an_author_and_others_is_denied_for_them_too() =>
        Assert.Equal(
            ["unknown-subject", "unknown-subject", "granted:some", "granted:some"],
            Policy(Network).Explain(new Record { Id = "p", Kind = "post", Others = [null, Id("ann")] }).Select(one => one.Reason.Text));

    [Fact]
    public void everything_is_explained_in_order_author_others_regions_and_sources()
    {
        var post = new Record { Id = "p", Author = Id("dan"), Kind = "post", Others = [Id("ann"), Id("eve"), Id("dan")], Regions = [Region.Understand("US"), Region.Understand("DE")], DerivedFrom = ["q", "r"] };
        var quoted = Post("q", "kim", "s");
        Assert.Equal(
            [
                " dan DE no-grant", " dan GB granted:some", " dan US granted:some", " ann DE no-grant", " ann GB granted:some", " ann US granted:some", " eve DE unknown-subject", " eve US unknown-subject",
                "q kim GB denied:minors", "s ann GB granted:some", "s ann US granted:some", "r eve  unknown-subject",
            ],
            Policy(Network, quoted, Post("r", "eve"), Post("s", "ann", "p"), post).Explain(post).Select(one => $"{one.Source} {one.Subject} {one.Region?.Code} {one.Reason.Text}"));
    }

    [Fact]
    public void a_source_that_is_met_twice_is_judged_once_and_a_cycle_ends()
    {
        var (one, other) = (Post("p", "ann", "q", "q"), Post("q", "dan", "p"));
        Assert.Equal(["ann", "ann", "dan"], Policy(Network, one, other).Explain(one).Select(found => found.Subject.ToString()));
    }

    [Fact]
    public void the_least_reason_stands_and_the_record_comes_before_its_sources()
    {
        Assert.Equal(("denied:minors", "kim", "GB"), Said(Decided(Post("p", "ann", "q"), Post("q", "kim"))));
        var found = Decided(Post("p", "kim", "q"), Post("q", "kim"));
        Assert.Equal((null, "denied:minors"), (found.Source, found.Reason.Text));
    }

    private static ReferencePolicy Policy(Policy? policy, params Record[] records)
    {
        var terms = new Terms(policy, [], policy?.Purposes["train"] ?? Network.Purposes["train"], At);
        var people = new Dictionary<SubjectId, Standing> { [Id("ann")] = Adult("GB", "US"), [Id("dan")] = Adult("GB"), [Id("kim")] = Of(15, "GB") };
        return new(terms, new Reasons(terms), subject => people.GetValueOrDefault(subject), id => Array.Find(records, record => record.Id == id));
    }

    private static Finding Decided(Record record, params Record[] others) => Policy(Network, [record, .. others]).Decide(record);

    private static (string, string?, string?) Said(Finding found) => (found.Reason.Text, found.Subject?.ToString(), found.Region?.Code);

    private static Record Post(string id, string author, params string[] from) => new() { Id = id, Author = Id(author), Kind = "post", DerivedFrom = from };

    private static Standing Adult(params string[] regions) => Of(30, regions);

    private static Standing Of(int age, params string[] regions) =>
        new() { Status = SubjectStatus.Active, Regions = [.. regions.Select(Region.Understand)], Birth = BirthRange.Born(At.Date.AddYears(-age)) };

    private static SubjectId Id(string id) => SubjectId.From(id)!.Value;
}
