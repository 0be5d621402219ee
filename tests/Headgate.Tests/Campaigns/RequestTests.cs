using Headgate.Engine;
using Headgate.Gate;
using Headgate.Tests.Gate;
using MimeKit;
using Xunit;

namespace Headgate.Tests.Campaigns;

/// <summary>What people ask for has its time; who has no account can object, and nobody learns who has one.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly CampaignPlace place = new();

    private static readonly MailboxAddress From = new("", "privacy@network.example");

    public void Dispose() => place.Dispose();

    private PersonRequest Open(RequestKind kind, string received) => PersonRequests.Open(place.Session, kind, "ann", null, DateOnly.Parse(received, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2025-01-15", "2025-02-15", "2025-04-15")]
    [InlineData("2025-01-31", "2025-02-28", "2025-04-30")]
    [InlineData("2024-01-31", "2024-02-29", "2024-04-30")]
    [InlineData("2025-11-30", "2025-12-30", "2026-02-28")]
    public void a_month_ends_on_the_same_day_or_the_last(string received, string due, string extended)
    {
        var one = Open(RequestKind.Access, received);
        Assert.Equal(due, one.Due!.Value.ToString("O"));
        Assert.Equal(extended, (one with { Extended = Instant.MinValue }).Due!.Value.ToString("O"));
    }

    [Fact]
    public void a_complaint_is_acknowledged_on_the_thirtieth_day_at_the_latest()
    {
        var one = Open(RequestKind.Complaint, "2025-11-02");
        Assert.Equal("2025-12-01", one.Due!.Value.ToString("O"));
        Assert.Equal("open", one.StateOn(new(2025, 12, 1)));
        Assert.Equal("overdue", one.StateOn(new(2025, 12, 2)));
        var told = PersonRequests.Acknowledge(place.Session, one.Id);
        Assert.Null(told.Due);
        Assert.Equal("open", told.StateOn(new(2026, 12, 2)));
        Assert.Throws<RefusedException>(() => PersonRequests.Acknowledge(place.Session, one.Id));
        Assert.Throws<RefusedException>(() => PersonRequests.Extend(place.Session, one.Id, "later"));
    }

    [Fact]
    public void it_is_extended_once_within_the_month_and_closed_once()
    {
        var late = Open(RequestKind.Erasure, "2025-10-01");
        Assert.Throws<RefusedException>(() => PersonRequests.Extend(place.Session, late.Id, "it takes longer"));
        var one = Open(RequestKind.Erasure, "2025-11-15");
        Assert.Throws<BadInputException>(() => PersonRequests.Extend(place.Session, one.Id, " "));
        Assert.Equal("2026-02-15", PersonRequests.Extend(place.Session, one.Id, "several archives").Due!.Value.ToString("O"));
        Assert.Throws<RefusedException>(() => PersonRequests.Extend(place.Session, one.Id, "again"));
        Assert.Equal([late.Id, one.Id], PersonRequests.All(place.Session).Select(request => request.Id));
        Assert.Equal("closed", PersonRequests.Close(place.Session, late.Id, "erased").StateOn(new(2025, 12, 1)));
        Assert.Equal([one.Id, late.Id], PersonRequests.All(place.Session).Select(request => request.Id));
        Assert.Throws<RefusedException>(() => PersonRequests.Close(place.Session, late.Id, "again"));
        Assert.Throws<BadInputException>(() => PersonRequests.Close(place.Session, 99, "x"));
        Assert.Throws<BadInputException>(() => Open(RequestKind.Access, "2025-12-02"));
        Assert.Throws<BadInputException>(() => PersonRequests.Open(place.Session, RequestKind.Access, null, null, null));
    }

    [Fact]
    public void of_an_erased_person_a_request_keeps_kind_and_days()
    {
        place.With(("ann", "GB"));
        PersonRequests.Open(place.Session, RequestKind.Erasure, "ann", "please erase ann", null);
        Erasing.Erase(place.Session, CampaignPlace.Id("ann"), purge: false, new(MemorySize.Megabytes(256), 2, place.Place.In("temp")));
        var one = Assert.Single(PersonRequests.All(place.Session));
        Assert.Equal((null, null, RequestKind.Erasure), (one.Subject, one.Text, one.Kind));
    }

    [Fact]
    public void who_has_no_account_has_objected_should_their_name_appear()
    {
        var outsiders = new Outsiders(place.Session);
        var token = Ask(outsiders, "jo@example.org", new("@jo", []));
        Assert.True(outsiders.IsOpen(token));
        Assert.Equal(1, place.Session.Store.Head.Size);
        Assert.True(outsiders.Confirm(token));
        Assert.False(outsiders.Confirm(token));
        // nothing names them any more
        Assert.Empty(place.Session.Store.Of(CampaignPlace.Id("@jo"), place.Session.Store.Head.Size));
        Assert.Equal(0, place.Session.Beside.Number("SELECT count(*) FROM outsider WHERE address IS NOT NULL OR named LIKE '%jo%'"));
        place.Place.Record(place.Session.Now, Workplace.Member("@jo", "GB"));
        var standing = StandingFold.At(place.Session.Store.Of(CampaignPlace.Id("@jo"), place.Session.Store.Head.Size), place.Session.Now)!;
        Assert.Equal(("artificial-intelligence", Choice.Objected), (standing.Choices.Single().Purpose, standing.Choices.Single().Choice));
    }

    [Fact]
    public void nobody_objects_for_a_member_by_naming_their_id_and_the_answer_is_the_same()
    {
        place.With(("ann", "GB"));
        var outsiders = new Outsiders(place.Session);
        var size = place.Session.Store.Head.Size;
        Assert.True(outsiders.Confirm(Ask(outsiders, "mallory@example.org", new("ann", []))));
        Assert.Equal(size, place.Session.Store.Head.Size);
        Assert.NotNull(StandingFold.At(place.Session.Store.Of(CampaignPlace.Id("ann"), size), place.Session.Now));
        var request = Assert.Single(PersonRequests.All(place.Session));
        Assert.DoesNotContain("ann ", request.Text!, StringComparison.Ordinal);
    }

    [Fact]
    public void posts_that_were_named_stay_out_of_a_gate_that_is_given_the_rows()
    {
        var place = new Workplace();
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
        var outsiders = new Outsiders(place.Session);
        outsiders.Confirm(Token(outsiders.Ask("jo@example.org", new(null, ["p1"]), From, CampaignPlace.PublicUrl)!));
        outsiders.Ask("li@example.org", new(null, ["p2"]), From, CampaignPlace.PublicUrl);
        var edges = place.Write("edges.jsonl", outsiders.Edges().Select(row => $$"""{"record_id": "{{row.Record}}", "subject": "{{row.Subject}}"}"""));
        var posts = place.Write("posts.jsonl", Workplace.Post("p1", "ann"), Workplace.Post("p2", "ann"));
        Assert.Equal(["unknown-subject", "granted:interest"], place.Reasons(place.Gate([posts], "set", edges: [edges])));
        place.Dispose();
    }

    [Fact]
    public void an_address_gets_few_mails_and_what_nobody_confirms_is_forgotten()
    {
        var outsiders = new Outsiders(place.Session);
        for (var i = 0; i < Outsiders.MostADay; i++) Ask(outsiders, "jo@example.org", new("@jo", []));
        Assert.Null(outsiders.Ask("JO@example.org", new("@jo", []), From, CampaignPlace.PublicUrl));
        var token = Ask(outsiders, "li@example.org", new("@li", []));
        place.Place.Now("2025-12-03");
        Assert.False(outsiders.Confirm(token));
        Ask(outsiders, "jo@example.org", new("@jo", []));
        Assert.Equal(1, place.Session.Beside.Number("SELECT count(*) FROM outsider"));
    }

    [Fact]
    public void what_names_nothing_or_too_much_is_refused()
    {
        var outsiders = new Outsiders(place.Session);
        Assert.Throws<BadInputException>(() => outsiders.Ask("jo@example.org", new(null, []), From, CampaignPlace.PublicUrl));
        Assert.Throws<BadInputException>(() => outsiders.Ask("jo", new("@jo", []), From, CampaignPlace.PublicUrl));
        Assert.Throws<BadInputException>(() => outsiders.Ask("jo@example.org", new(null, [.. Enumerable.Range(0, 201).Select(i => $"p{i}")]), From, CampaignPlace.PublicUrl));
        Assert.Throws<BadInputException>(() => outsiders.Ask("jo@example.org", new("a\nb", []), From, CampaignPlace.PublicUrl));
        Assert.Throws<BadInputException>(() => outsiders.Ask("jo@example.org\nBcc: all@example.org", new("@jo", []), From, CampaignPlace.PublicUrl));
    }

    private static string Ask(Outsiders outsiders, string address, OutsiderClaim claim) => Token(outsiders.Ask(address, claim, From, CampaignPlace.PublicUrl)!);

    private static string Token(MimeMessage message) => System.Text.RegularExpressions.Regex.Match(message.TextBody!, @"/confirm/([\w-]+)").Groups[1].Value;
}
