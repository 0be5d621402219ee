using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using SmtpServer.Protocol;
using Xunit;

namespace Headgate.Tests.Campaigns;

/// <summary>People are told once, by what was published; whoever decided is left alone; windows begin with what was served.</summary>
public sealed class CampaignTests : IDisposable
{
    private readonly CampaignPlace place = new();

    public void Dispose() => place.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly (string, string)[] Six = [("ann", "GB"), ("bea", "GB"), ("cyd", "DE"), ("dan", "DE"), ("eva", "FR"), ("fin", "US")];

    [Fact]
    public void whoever_decided_was_told_or_is_not_meant_is_left_out_with_the_reason()
    {
        place.With(Six).With(("gil", "GB"), ("hal", "GB"));
        place.Chose("ann", Choice.Objected);
        place.Chose("bea", Choice.Objected, "artificial-intelligence");
        place.Chose("cyd", Choice.Consented);
        place.Place.Record(place.Session.Now, new NewStatement(new NoticeServed(CampaignPlace.Id("dan"), new("gen-ai", 1))));
        place.Place.Record(place.Session.Now, new NewStatement(new MemberDescribed(CampaignPlace.Id("eva"), null, "declared", null, SubjectStatus.Closed)));
        var reach = place.Plan(change: request => request with { Regions = ["GB", "DE", "FR"] }).Reach;
        Assert.Equal((8L, 2L), (reach.People, reach.Planned));
        Assert.Equal(new Dictionary<string, long> { ["objected"] = 2, ["decided"] = 1, ["told-already"] = 1, ["not-active"] = 1, ["another-region"] = 1 }, reach.LeftOut);
        Assert.Equal(2, reach.ByRegion["GB"]);
    }

    [Fact]
    public void what_is_asked_for_and_not_known_leaves_out()
    {
        place.With(Six);
        place.Place.Record(place.Session.Now, new NewStatement(new MemberDescribed(CampaignPlace.Id("kim"), [], "declared", null, SubjectStatus.Active)));
        var reach = place.Plan(CampaignRoute.Platform, change: request => request with { Service = "network", AgeFrom = 18 }).Reach;
        Assert.Equal(3, reach.Planned);
        Assert.Equal(new Dictionary<string, long> { ["unknown-service"] = 3, ["unknown-age"] = 1 }, reach.LeftOut);
        Assert.Equal(1, place.Plan(CampaignRoute.Platform, "other", request => request with { Regions = ["US"] }).Reach.LeftOut["unknown-region"]);
    }

    [Fact]
    public void a_dry_run_says_who_and_how_many_and_plans_nothing()
    {
        place.With(Six);
        place.Chose("ann", Choice.Objected);
        var who = new Dictionary<string, string?>();
        var reach = CampaignPlan.DryRun(place.Session, CampaignPlace.Request(), place.Contacts(), (subject, against) => who[subject.Value] = against, Cancellation);
        Assert.Equal(5, reach.Planned);
        Assert.Equal(("objected", 6), (who["ann"], who.Count));
        Assert.Empty(CampaignAccount.All(place.Session));
    }

    [Fact]
    public async Task each_is_told_once_in_their_language_and_their_window_begins()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        var outcome = await place.SendAsync(server);
        Assert.Equal((6L, 0L), (outcome.Sent, outcome.Left));
        Assert.Equal(Six.Select(one => $"{one.Item1}@example.com"), server.Addresses.Order());
        Assert.Contains("widersprechen", server.Messages.First(message => message.To.ToString().StartsWith("ann", StringComparison.Ordinal)).TextBody, StringComparison.Ordinal);
        Assert.Contains("say no", server.Messages.First(message => message.To.ToString().StartsWith("eva", StringComparison.Ordinal)).TextBody, StringComparison.Ordinal);
        Assert.All(Six, one => Assert.Equal(place.Session.Now, place.Served(one.Item1)));
        Assert.Equal(0, (await place.SendAsync(server)).Sent);
        Assert.Equal(6, server.Messages.Count);
        var account = place.Account();
        Assert.Equal((6L, 6L, 0L), (account.Counts.Reached, account.WindowOpen, account.WindowOver));
        Assert.Equal(place.Session.Now + TimeSpan.FromDays(30), account.LastWindowEnds);
        place.Place.Now("2026-01-01");
        Assert.Equal((0L, 6L), (place.Account().WindowOpen, place.Account().WindowOver));
        // nobody's address is kept once the message has gone
        Assert.Equal(0, place.Session.Beside.Number("SELECT count(*) FROM delivery WHERE address IS NOT NULL"));
    }

    [Fact]
    public async Task a_message_carries_links_and_one_click_headers_that_name_nobody()
    {
        place.With(("somebody-particular", "GB"));
        place.Plan();
        await using var server = new MailServer();
        await place.SendAsync(server);
        var message = server.Messages.Single();
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
        Assert.Matches(@"^<https://headgate\.example\.com/unsubscribe/[\w-]+>$", message.Headers["List-Unsubscribe"]);
        Assert.Contains("https://headgate.example.com/objection/", message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody-particular", message.TextBody + message.MessageId + message.Headers["List-Unsubscribe"], StringComparison.Ordinal);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task who_objects_between_plan_and_sending_is_not_addressed()
    {
        place.With(Six);
        place.Plan();
        place.Chose("dan", Choice.Objected);
        await using var server = new MailServer();
        var outcome = await place.SendAsync(server);
        Assert.Equal((5L, 1L), (outcome.Sent, outcome.Dropped));
        Assert.DoesNotContain("dan@example.com", server.Addresses);
        Assert.Equal(1, place.Plan(name: "again").Reach.LeftOut["objected"]);
    }

    [Fact]
    public async Task of_who_is_refused_no_window_begins_and_who_may_come_later_is_tried_later()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer { Knows = address => address[0] != 'a', Answer = address => address[0] == 'b' ? new(SmtpReplyCode.ServiceUnavailable, "later") : SmtpResponse.Ok };
        var first = await place.SendAsync(server);
        Assert.Equal((4L, 1L, 1L), (first.Sent, first.Refused, first.Later));
        Assert.Null(place.Served("ann"));
        Assert.Null(place.Served("bea"));
        Assert.Equal(0, (await place.SendAsync(server)).Later);
        place.Place.Now("2025-12-01T00:02:00Z");
        server.Answer = _ => SmtpResponse.Ok;
        Assert.Equal(1, (await place.SendAsync(server)).Sent);
        Assert.NotNull(place.Served("bea"));
        Assert.Equal((5L, 1L), (place.Account().Counts.Reached, place.Account().Counts.NotReached));
    }

    [Fact]
    public async Task a_mail_server_that_is_not_there_costs_nobody_their_message()
    {
        place.With(Six);
        place.Plan();
        string url;
        await using (var gone = new MailServer()) url = gone.Url;
        var outcome = await new CampaignSending(place.Session, "autumn", MailRoute.Of(url, "privacy@network.example"), CampaignPlace.PublicUrl).RunAsync(null, null, _ => { }, Cancellation);
        Assert.Equal((0L, 6L), (outcome.Sent, outcome.Left));
        Assert.Contains("cannot be reached", outcome.Problem, StringComparison.Ordinal);
        await using var server = new MailServer();
        place.Place.Now("2025-12-01T01:00:00Z");
        Assert.Equal(6, (await place.SendAsync(server)).Sent);
    }

    /// <summary>The process ends at a step of the n-th message; another takes up what it left.</summary>
    [Theory]
    [InlineData("begun", 1)]
    [InlineData("begun", 4)]
    [InlineData("answered", 1)]
    [InlineData("answered", 6)]
    public async Task a_sender_that_ends_anywhere_sends_nothing_twice_and_forgets_nobody(string step, int message)
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        var at = 0;
        await Assert.ThrowsAsync<EndedException>(() => place.SendAsync(server, step: one =>
        {
            if (one == step && ++at == message) throw new EndedException();
        }));
        await place.SendAsync(server);
        Assert.Equal(server.Addresses.Distinct().Count(), server.Messages.Count);
        var account = place.Account();
        // one is in doubt, whether it went or not; everybody else was told
        Assert.Equal((5L, 1L), (account.Counts.Reached, account.Counts.Unsure));
        Assert.Equal(step == "begun" ? 5 : 6, server.Messages.Count);
        Assert.Equal(5, Six.Count(one => place.Served(one.Item1) is not null));
        Assert.Equal(1, new CampaignBatches(place.Session, "autumn", null).Resolve(again: true));
        await place.SendAsync(server);
        Assert.Equal(6, place.Account().Counts.Reached);
    }

    [Fact]
    public async Task after_a_loss_of_power_everything_that_was_claimed_is_in_doubt()
    {
        place.With(Six);
        place.Plan();
        CampaignTable.Claim(place.Session.Beside, 1, "smtp of-another-boot", 4, place.Session.Now, null, DeliveryState.Claimed);
        await using var server = new MailServer();
        await place.SendAsync(server);
        Assert.Equal((2, 4L), (server.Messages.Count, place.Account().Counts.Unsure));
    }

    [Fact]
    public async Task who_was_recorded_before_the_end_is_not_recorded_twice()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        await place.SendAsync(server);
        var size = place.Session.Store.Head.Size;
        // the ledger has it, and the note of that was lost
        place.Session.Beside.Run("UPDATE delivery SET state = 3, served_at = NULL");
        await place.SendAsync(server);
        Assert.Equal(size, place.Session.Store.Head.Size);
        Assert.Equal(6, place.Account().Counts.Reached);
    }

    [Fact]
    public async Task two_senders_at_once_are_one_too_many()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        using var held = CampaignLock.Take(place.Session, CampaignAccount.All(place.Session)[0]);
        await Assert.ThrowsAsync<RefusedException>(() => place.SendAsync(server));
    }

    [Fact]
    public async Task an_erased_person_is_not_told_and_leaves_nothing_beside_the_ledger()
    {
        place.With(Six);
        place.Plan();
        Erasing.Erase(place.Session, CampaignPlace.Id("eva"), purge: true, new(MemorySize.Megabytes(256), 2, place.Place.In("temp")));
        await using var server = new MailServer();
        await place.SendAsync(server);
        Assert.DoesNotContain("eva@example.com", server.Addresses);
        foreach (var file in Directory.EnumerateFiles(place.Place.LedgerFolder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("eva@example"u8));
        }
    }

    [Fact]
    public async Task what_is_sent_is_what_was_published()
    {
        place.With(Six);
        Assert.Throws<RefusedException>(() => place.Plan(change: request => request with { Texts = [("en", "# Something else\n"u8.ToArray())] }));
        Assert.Throws<BadInputException>(() => place.Plan(change: request => request with { Texts = [("fr", Encoding.UTF8.GetBytes(CampaignPlace.Text))] }));
        Assert.Throws<BadInputException>(() => place.Plan(change: request => request with { Texts = [] }));
        Assert.Throws<BadInputException>(() => place.Plan(change: request => request with { Notice = "gen-ia" }));
        Assert.Throws<BadInputException>(() => place.Plan(change: request => request with { Regions = ["Atlantis"] }));
        Assert.Empty(CampaignAccount.All(place.Session));
        place.Plan();
        Assert.Throws<BadInputException>(() => place.Plan());
        Assert.Equal(6, place.Plan(name: "other").Reach.LeftOut["being-told"]);
        new CampaignBatches(place.Session, "autumn", null).Stop();
        await using var server = new MailServer();
        await Assert.ThrowsAsync<RefusedException>(() => place.SendAsync(server));
    }

    [Fact]
    public async Task returned_mail_takes_the_window_back_and_a_forged_one_does_not()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        await place.SendAsync(server);
        var ann = server.Messages.First(message => message.To.ToString().StartsWith("ann", StringComparison.Ordinal));
        var folder = Directory.CreateDirectory(place.Place.In("returned")).FullName;
        File.WriteAllText(Path.Combine(folder, "1"), Returned(ann.MessageId!, "failed"));
        File.WriteAllText(Path.Combine(folder, "2"), Returned(server.Messages.Last().MessageId!, "delayed"));
        File.WriteAllText(Path.Combine(folder, "3"), Returned($"AAAA{ann.MessageId![4..]}", "failed"));
        File.WriteAllText(Path.Combine(folder, "4"), "no mail at all");
        Assert.Equal(new BounceOutcome(1, 3), CampaignBounces.Read(place.Session, "autumn", [folder], Cancellation));
        Assert.Null(place.Served("ann"));
        Assert.Equal((5L, 1L), (place.Account().Counts.Reached, place.Account().Counts.NotReached));
        Assert.Equal(1, place.Account().Problems["returned: 5.1.1"]);
        // whom it did not reach may be told again
        Assert.Equal(1, place.Plan(name: "again").Reach.Planned);
    }

    [Fact]
    public void the_platforms_sender_takes_batches_and_its_reports_begin_windows()
    {
        place.With(Six);
        place.Plan(CampaignRoute.Platform);
        var batches = new CampaignBatches(place.Session, "autumn", CampaignPlace.PublicUrl);
        var first = batches.Take(4, TimeSpan.FromMinutes(15))!;
        var second = batches.Take(4, TimeSpan.FromMinutes(15))!;
        Assert.Equal((4, 2), (first.Deliveries.Count, second.Deliveries.Count));
        Assert.Null(batches.Take(4, TimeSpan.FromMinutes(15)));
        Assert.All(first.Deliveries, one => Assert.StartsWith(CampaignPlace.PublicUrl, one.Links!.Objection, StringComparison.Ordinal));
        Assert.Null(place.Served("ann"));
        var outcome = batches.Report([new(first.Deliveries[0].Id, "served", null, null), new(first.Deliveries[1].Id, "bounced", null, "unknown"), new(first.Deliveries[0].Id, "seen", null, null), new("99999", "served", null, null), new("x", "seen", null, null)]);
        Assert.Equal(new ReportOutcome(1, 1, 1, 2), outcome);
        Assert.NotNull(place.Served("ann"));
        Assert.Null(place.Served("bea"));
        // what nobody reported on is given to others when its time is over, under the same ids
        place.Place.Now("2025-12-01T00:20:00Z");
        Assert.Equal(first.Deliveries.Skip(2).Select(one => one.Id), batches.Take(100, TimeSpan.FromMinutes(15))!.Deliveries.Select(one => one.Id));
        // a bounce after it was served takes it back
        Assert.Equal(1, batches.Report([new(first.Deliveries[0].Id, "bounced", null, null)]).Bounced);
        Assert.Null(place.Served("ann"));
        Assert.Throws<BadInputException>(() => batches.Report([new(first.Deliveries[2].Id, "served", Workplace.At("2027-01-01"), null)]));
        Assert.Throws<BadInputException>(() => batches.Report([new(first.Deliveries[2].Id, "arrived", null, null)]));
    }

    [Fact]
    public void who_objected_since_a_batch_was_taken_is_not_in_it_when_it_is_given_again()
    {
        place.With(Six);
        place.Plan(CampaignRoute.Platform);
        var batches = new CampaignBatches(place.Session, "autumn", null);
        batches.Take(100, TimeSpan.FromMinutes(1));
        place.Chose("cyd", Choice.Objected);
        place.Place.Now("2025-12-01T00:20:00Z");
        Assert.DoesNotContain("cyd", batches.Take(100, TimeSpan.FromMinutes(1))!.Deliveries.Select(one => one.Subject));
    }

    [Fact]
    public async Task a_webhook_is_signed_and_a_batch_that_was_not_taken_is_posted_again_under_its_id()
    {
        place.With(Six);
        place.Plan(CampaignRoute.Webhook);
        using var listener = new HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var secret = Webhook.NewSecret();
        using var webhook = new Webhook($"http://127.0.0.1:{port}/hook", secret, place.Place.Clock);
        var seen = new List<(string Id, int Deliveries, bool IsSigned)>();
        var serving = Task.Run(async () =>
        {
            foreach (var status in (int[])[500, 200, 200])
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body, Cancellation);
                var headers = context.Request.Headers;
                using var document = JsonDocument.Parse(body.ToArray());
                seen.Add((headers["webhook-id"]!, document.RootElement.GetProperty("deliveries").GetArrayLength(),
                    headers["webhook-signature"] == Webhook.Signature(Webhook.SecretOf(secret), headers["webhook-id"]!, headers["webhook-timestamp"]!, body.ToArray())));
                context.Response.StatusCode = status;
                context.Response.Close();
            }
        }, Cancellation);
        var batches = new CampaignBatches(place.Session, "autumn", null);
        Assert.Equal("it answered 500", (await batches.PostAsync(webhook, 4, _ => { }, Cancellation)).Problem);
        var outcome = await batches.PostAsync(webhook, 4, _ => { }, Cancellation);
        await serving;
        Assert.Equal((6L, 0L), (outcome.Sent, outcome.Left));
        Assert.Equal([("batch-1", 4, true), ("batch-1", 4, true), ("batch-2", 2, true)], seen);
        Assert.Equal(6, place.Account().Counts.UnderWay);
        Assert.Throws<BadInputException>(() => new Webhook("http://platform.example.com/hook", secret, place.Place.Clock));
        Assert.Throws<BadInputException>(() => new Webhook("https://platform.example.com/hook", "whsec_c2hvcnQ=", place.Place.Clock));
    }

    [Fact]
    public async Task the_account_says_who_was_reached_saw_it_and_acted_by_region_language_and_day()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer { Knows = address => address[0] != 'f' };
        await place.SendAsync(server);
        var acts = new NoticeActs(place.Session);
        place.Place.Now("2025-12-03");
        Assert.NotNull(acts.Open(Link(server, "ann", "notice")));
        Assert.Single(acts.Objecting(Link(server, "ann", "objection"))!);
        Assert.Empty(acts.Objecting(Link(server, "ann", "objection"))!);
        place.Place.Record(place.Session.Now, Workplace.Chose("cyd", Choice.Consented, "2025-12-02"));
        var account = place.Account();
        Assert.Equal(new CampaignCounts(6, 0, 0, 5, 1, 0, 1, 1, 1), account.Counts);
        Assert.Equal(new CampaignCounts(2, 0, 0, 2, 0, 0, 1, 1, 0), account.Regions.Single(part => part.Name == "GB").Counts);
        Assert.Equal(["de", "en"], account.Languages.Select(part => part.Name));
        Assert.Equal([(1, 5L, 0L), (2, 0L, 0L), (3, 0L, 1L)], account.Curve.Select(day => (day.Day.Day, day.Served, day.Objected)));
        Assert.Equal((5L, 1L), (account.Curve[^1].ServedInAll, account.Curve[^1].ObjectedInAll));
        Assert.Equal(5, account.WindowOpen);
        // the same again: each choice is counted once
        Assert.Equal(account.Counts, place.Account().Counts);
    }

    [Fact]
    public async Task links_of_one_kind_are_not_taken_for_another_nor_altered_ones_for_any()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        await place.SendAsync(server);
        var acts = new NoticeActs(place.Session);
        var read = Link(server, "ann", "notice");
        Assert.Null(acts.Objecting(read));
        Assert.False(acts.Unsubscribe(read));
        Assert.Null(acts.Open(""));
        Gen.Select(Gen.Int[0, read.Length - 1], Gen.Char.AlphaNumeric).Where(change => read[change.Item1] != change.Item2 && !IsSpare(change.Item1))
            .Sample(change => acts.Open(read[..change.Item1] + change.Item2 + read[(change.Item1 + 1)..]) is null, iter: 300, threads: 1);
        place.Place.Now("2027-12-01");
        Assert.Null(acts.Open(read));

        // the last character holds bits that say nothing
        bool IsSpare(int at) => at == read.Length - 1;
    }

    [Fact]
    public async Task who_asks_for_no_more_messages_gets_none_and_has_not_objected()
    {
        place.With(Six);
        place.Plan();
        await using var server = new MailServer();
        await place.SendAsync(server, most: 1);
        Assert.True(new NoticeActs(place.Session).Unsubscribe(Link(server, "ann", "unsubscribe")));
        Assert.Null(StandingFold.At(place.Session.Store.Of(CampaignPlace.Id("ann"), place.Session.Store.Head.Size), place.Session.Now)!.ObjectedSince(new Purpose("train-generative-ai", null, null, null, null)));
        await place.SendAsync(server);
        place.Session.Beside.Run("UPDATE delivery SET state = 6");
        place.Place.Record(place.Session.Now, new NewStatement(new NoticeBounced(CampaignPlace.Id("ann"), new("gen-ai", 1))));
        Assert.Equal(1, place.Plan(name: "again").Reach.LeftOut["unsubscribed"]);
    }

    [Theory]
    [InlineData("ann@example.com", true)]
    [InlineData("ann@example.com, bea@example.com", false)]
    [InlineData("ann", false)]
    [InlineData("ann@", false)]
    [InlineData("ann@example.com\r\nBcc: bea@example.com", false)]
    [InlineData("<ann@example.com>", true)]
    public void an_address_is_one_address(string text, bool isOne) => Assert.Equal(isOne, MailRoute.TryAddress(text) is not null);

    private static string Link(MailServer server, string subject, string kind)
    {
        var message = server.Messages.First(message => message.To.ToString().StartsWith(subject, StringComparison.Ordinal));
        var from = kind == "unsubscribe" ? message.Headers["List-Unsubscribe"] : message.TextBody;
        return System.Text.RegularExpressions.Regex.Match(from!, $@"/{kind}/([\w-]+)").Groups[1].Value;
    }

    private static int FreePort()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static string Returned(string messageId, string action) => string.Create(CultureInfo.InvariantCulture, $"""
        From: MAILER-DAEMON@example.com
        To: privacy@network.example
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        It did not arrive.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; example.com

        Final-Recipient: rfc822; ann@example.com
        Action: {action}
        Status: 5.1.1

        --b
        Content-Type: text/rfc822-headers

        Message-ID: <{messageId}>
        Subject: x

        --b--
        """);

    private sealed class EndedException : Exception;
}
