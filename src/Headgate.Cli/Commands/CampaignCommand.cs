using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate campaign</c></summary>
internal static class CampaignCommand
{
    public static Command Build() => Verb.Group("campaign", "Tells people of a notice, each once, and says whether it worked.", Plan(), Send(), Report(), Bounces(), Resolve(), Stop(), Show(), List());

    private static Command Plan()
    {
        var name = Name();
        var notice = new Option<string>("--notice") { Description = "the notice's id in the policy", HelpName = "NOTICE", Required = true };
        var via = new Option<string>("--via") { Description = "smtp, webhook or platform", HelpName = "ROUTE", DefaultValueFactory = _ => "smtp" };
        var regions = new Option<string[]>("--region") { Description = "whom to tell: codes and groups (default: everybody)", HelpName = "R", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var service = new Option<string?>("--service") { Description = "only whom the contacts say to use it", HelpName = "S" };
        var ageFrom = new Option<int?>("--age-from") { Description = "at least so many years old", HelpName = "N" };
        var ageUnder = new Option<int?>("--age-under") { Description = "less than so many years old", HelpName = "N" };
        var purposes = new Option<string[]>("--purpose") { Description = "what the notice is about (default: what the policy asks it for)", HelpName = "P", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var contacts = new Option<string?>("--contacts") { Description = "JSONL, CSV or Parquet with subject, address, language, services", HelpName = "FILE" };
        var texts = new Option<string[]>("--text") { Description = "the notice in a language; the first is told to whoever reads none of them", HelpName = "LANG=FILE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var dryRun = new Option<bool>("--dry-run") { Description = "say whom it would reach, and plan nothing" };
        var who = new Option<string?>("--who") { Description = "with --dry-run: write everybody, and why they get no message, to this file", HelpName = "FILE" };
        return Verb.Of(
            "plan", "Plans a campaign: from everybody the ledger knows, those who are to be told.", "headgate campaign plan autumn --notice gen-ai-2025 --region GB --contacts contacts.jsonl --text en=notice.md",
            [name, notice, via, regions, service, ageFrom, ageUnder, purposes, contacts, texts, dryRun, who], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var request = new CampaignRequest(
                parsed.GetValue(name)!, parsed.GetValue(notice)!, RouteOf(parsed.GetValue(via)!), parsed.GetValue(regions)!, parsed.GetValue(service), parsed.GetValue(ageFrom), parsed.GetValue(ageUnder), parsed.GetValue(purposes)!,
                [.. parsed.GetValue(texts)!.Select(TextOf)]);
            var known = parsed.GetValue(contacts) is { } file ? Contact.ReadAll(file, new(MemorySize.Megabytes(1024), 2, temp.Path)) : null;
            var dry = parsed.GetValue(dryRun);
            if (!dry && parsed.GetValue(who) is not null) throw new BadInputException("`--who` goes with `--dry-run`", "plan first without, then see `headgate campaign show`");
            CampaignReach reach;
            if (!dry) reach = CampaignPlan.Make(session, request, known, cancellation).Reach;
            else if (parsed.GetValue(who) is not { } list) reach = CampaignPlan.DryRun(session, request, known, null, cancellation);
            else
            {
                using var lines = new StreamWriter(list);
                reach = CampaignPlan.DryRun(session, request, known, (subject, against) => lines.WriteLine(System.Text.Json.JsonSerializer.Serialize(new { subject = subject.Value, left_out = against })), cancellation);
            }
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{reach.Planned:N0} of {reach.People:N0} people {(dry ? "would be" : "are to be")} told"));
            foreach (var (reason, count) in reach.LeftOut) output.Say(string.Create(CultureInfo.InvariantCulture, $"  {count:N0} left out: {reason}"));
            output.Document(new { campaign = request.Name, dry_run = dry, people = reach.People, planned = reach.Planned, by_region = reach.ByRegion, by_language = reach.ByLanguage, left_out = reach.LeftOut });
            return 0;
        });
    }

    private static Command Send()
    {
        var name = Name();
        var smtp = CampaignOptions.Smtp();
        var from = CampaignOptions.From();
        var webhook = new Option<string?>("--webhook") { Description = "or the platform's address that takes signed batches; its secret in HEADGATE_WEBHOOK_SECRET", HelpName = "URL" };
        var publicUrl = CampaignOptions.PublicUrl();
        var most = new Option<long?>("--most") { Description = "at most so many messages now", HelpName = "N" };
        var rate = new Option<double?>("--per-second") { Description = "at most so many in a second", HelpName = "N" };
        var batch = new Option<int>("--batch") { Description = "messages in a webhook's batch", HelpName = "N", DefaultValueFactory = _ => 500 };
        return Verb.Of(
            "send", "Sends what is to be sent, each message once; goes on where it was interrupted.", "headgate campaign send autumn --smtp smtp://mail.example.com:587 --from privacy@example.com --public-url https://headgate.example.com",
            [name, smtp, from, webhook, publicUrl, most, rate, batch], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            if (parsed.GetValue(rate) <= 0 || parsed.GetValue(most) <= 0) throw new BadInputException("nothing would be sent", "give a number above 0, or none");
            var url = parsed.GetValue(publicUrl);
            var route = CampaignOptions.RouteOf(parsed.GetValue(smtp), parsed.GetValue(from));
            SendingOutcome outcome;
            if (route is not null)
                outcome = new CampaignSending(session, parsed.GetValue(name)!, route, url ?? throw new BadInputException("people could not object by a link", "give `--public-url URL`: where they reach `headgate serve`"))
                    .RunAsync(parsed.GetValue(most), parsed.GetValue(rate), _ => { }, cancellation).GetAwaiter().GetResult();
            else if (parsed.GetValue(webhook) is { } address)
            {
                using var hook = new Webhook(address, Environment.GetEnvironmentVariable("HEADGATE_WEBHOOK_SECRET") ?? "", TimeProvider.System);
                outcome = new CampaignBatches(session, parsed.GetValue(name)!, url).PostAsync(hook, parsed.GetValue(batch), _ => { }, cancellation).GetAwaiter().GetResult();
            }
            else throw new BadInputException("there is no way to send", "give `--smtp URL --from ADDRESS`, or `--webhook URL`");
            output.Say(string.Create(CultureInfo.InvariantCulture, $"sent {outcome.Sent:N0}; {outcome.Dropped:N0} had decided meanwhile, {outcome.Refused:N0} were refused, {outcome.Later:N0} are to be tried later, {outcome.Unsure:N0} are unsure; {outcome.Left:N0} are left"));
            if (outcome.Problem is { } problem) Output.Remark($"stopped: {problem}; run it again later");
            output.Document(new { sent = outcome.Sent, dropped = outcome.Dropped, refused = outcome.Refused, later = outcome.Later, unsure = outcome.Unsure, left = outcome.Left, problem = outcome.Problem });
            cancellation.ThrowIfCancellationRequested();
            return outcome.Problem is null ? 0 : 3;
        });
    }

    private static Command Report()
    {
        var name = Name();
        var file = new Argument<string>("FILE") { Description = "JSONL, CSV or Parquet with delivery, outcome (served, bounced, seen), at, problem" };
        return Verb.Of("report", "Takes what the platform's own sender says became of messages.", "headgate campaign report autumn outcomes.jsonl", [name, file], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var reports = ImportFile.Read(parsed.GetValue(file)!, new(MemorySize.Megabytes(512), 2, temp.Path)).Select(row => Reported(row, parsed.GetValue(file)!)).ToList();
            var outcome = new CampaignBatches(session, parsed.GetValue(name)!, null).Report(reports);
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{outcome.Served:N0} served, {outcome.Bounced:N0} bounced, {outcome.Seen:N0} seen; {outcome.Unknown:N0} are no messages of this campaign"));
            output.Document(new { served = outcome.Served, bounced = outcome.Bounced, seen = outcome.Seen, unknown = outcome.Unknown });
            return 0;
        });
    }

    private static Command Bounces()
    {
        var name = Name();
        var paths = new Argument<string[]>("PATH") { Description = "mail that came back: files of one message each, or folders of such (Maildir)", Arity = ArgumentArity.OneOrMore };
        return Verb.Of("bounces", "Reads what mail servers sent back: whom a notice did not reach has no window.", "headgate campaign bounces autumn Maildir/new", [name, paths], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            var outcome = CampaignBounces.Read(session, parsed.GetValue(name)!, parsed.GetValue(paths)!, cancellation);
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{outcome.Bounced:N0} messages did not arrive; {outcome.Passed:N0} mails say nothing of the kind"));
            output.Document(new { bounced = outcome.Bounced, passed = outcome.Passed });
            return 0;
        });
    }

    private static Command Resolve()
    {
        var name = Name();
        var again = new Option<bool>("--send-again") { Description = "send them again: some people may get the notice twice" };
        var giveUp = new Option<bool>("--give-up") { Description = "take them for not having arrived" };
        return Verb.Of("resolve", "Decides what becomes of messages of which nobody can know whether they were sent.", "headgate campaign resolve autumn --send-again", [name, again, giveUp], (parsed, output) =>
        {
            if (parsed.GetValue(again) == parsed.GetValue(giveUp)) throw new BadInputException("one of two is to be decided", "give `--send-again` or `--give-up`");
            using var session = Common.Open(parsed);
            var count = new CampaignBatches(session, parsed.GetValue(name)!, null).Resolve(parsed.GetValue(again));
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{count:N0} messages {(parsed.GetValue(again) ? "are to be sent again" : "count as not having arrived")}"));
            output.Document(new { messages = count });
            return 0;
        });
    }

    private static Command Stop()
    {
        var name = Name();
        return Verb.Of("stop", "Stops a campaign: nothing more is sent.", "headgate campaign stop autumn", [name], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            new CampaignBatches(session, parsed.GetValue(name)!, null).Stop();
            output.Say("stopped; what was served stays served");
            output.Document(new { campaign = parsed.GetValue(name) });
            return 0;
        });
    }

    private static Command Show()
    {
        var name = Name();
        return Verb.Of("show", "Whether it worked: who was reached, saw it and acted, per region and language, over time.", "headgate campaign show autumn", [name], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var account = CampaignAccount.Of(session, parsed.GetValue(name)!);
            var table = new Table().Border(TableBorder.Simple).AddColumn("");
            foreach (var column in (string[])["all", "to send", "under way", "reached", "not reached", "unsure", "seen", "objected", "consented"]) table.AddColumn(new TableColumn(column).RightAligned());
            Row(table, "all", account.Counts);
            foreach (var part in account.Regions) Row(table, part.Name.Length == 0 ? "region unknown" : part.Name, part.Counts);
            if (account.Languages.Count > 1) foreach (var part in account.Languages) Row(table, $"in {part.Name}", part.Counts);
            output.Draw(table);
            if (account.Campaign.Window is { } window) output.Say(string.Create(CultureInfo.InvariantCulture, $"window of {Durations.Write(window)}: {account.WindowOpen:N0} people can still object first, for {account.WindowOver:N0} it is over{(account.LastWindowEnds is { } end ? $"; the last ends {end}" : "")}"));
            foreach (var (problem, count) in account.Problems) output.Say(string.Create(CultureInfo.InvariantCulture, $"{count:N0}: {problem}"));
            output.Document(Document(account));
            return 0;
        });
    }

    private static Command List() => Verb.Of("list", "Lists campaigns.", "headgate campaign list", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        var all = CampaignAccount.All(session);
        foreach (var one in all) output.Say($"{one.Name}: {one.Notice}, by {one.Route}, planned {one.Planned}{(one.Stopped is { } stopped ? $", stopped {stopped}" : "")}");
        if (all.Count == 0) output.Say("no campaign was planned");
        output.Document(new { campaigns = all.Select(one => new { name = one.Name, notice = one.Notice.Notice, version = one.Notice.Version, via = Word(one.Route), planned = one.Planned.ToString(), stopped = one.Stopped?.ToString() }) });
        return 0;
    });

    private static object Document(CampaignAccount account) => new
    {
        campaign = account.Campaign.Name,
        notice = account.Campaign.Notice.Notice,
        version = account.Campaign.Notice.Version,
        via = Word(account.Campaign.Route),
        purposes = account.Campaign.Audience.Purposes,
        planned_at = account.Campaign.Planned.ToString(),
        stopped_at = account.Campaign.Stopped?.ToString(),
        counts = Counts(account.Counts),
        regions = account.Regions.Select(part => new { region = part.Name, counts = Counts(part.Counts) }),
        languages = account.Languages.Select(part => new { language = part.Name, counts = Counts(part.Counts) }),
        curve = account.Curve.Select(day => new
        {
            day = day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            served = day.Served,
            bounced = day.Bounced,
            seen = day.Seen,
            objected = day.Objected,
            consented = day.Consented,
            served_in_all = day.ServedInAll,
            seen_in_all = day.SeenInAll,
            objected_in_all = day.ObjectedInAll,
        }),
        problems = account.Problems,
        window = account.Campaign.Window is { } window ? Durations.Write(window) : null,
        window_open = account.WindowOpen,
        window_over = account.WindowOver,
        last_window_ends = account.LastWindowEnds?.ToString(),
    };

    private static object Counts(CampaignCounts counts) => new
    {
        all = counts.All,
        to_send = counts.ToSend,
        under_way = counts.UnderWay,
        reached = counts.Reached,
        not_reached = counts.NotReached,
        unsure = counts.Unsure,
        seen = counts.Seen,
        objected = counts.Objected,
        consented = counts.Consented,
    };

    private static void Row(Table table, string name, CampaignCounts counts) => table.AddRow([new Text(name), .. new[]
    {
        counts.All, counts.ToSend, counts.UnderWay, counts.Reached, counts.NotReached, counts.Unsure, counts.Seen, counts.Objected, counts.Consented,
    }.Select(count => new Text(count.ToString("N0", CultureInfo.InvariantCulture)))]);

    private static DeliveryReport Reported(ImportRow row, string file)
    {
        try
        {
            return new(row.Id("delivery")?.Value ?? "", row.Text("outcome") ?? "", row.Time("at"), row.Text("problem"));
        }
        catch (RowProblemException problem)
        {
            throw new BadInputException($"row {row.Number} of `{file}` cannot be taken: {problem.Message}", "each row needs `delivery` and `outcome`; nothing was recorded");
        }
    }

    private static (string Language, byte[] Text) TextOf(string word)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal);
        if (at < 1) throw new BadInputException($"`{word}` says no language", "write `--text en=notice.md`");
        return File.Exists(word[(at + 1)..]) ? (word[..at], File.ReadAllBytes(word[(at + 1)..])) : throw new BadInputException($"there is no file `{word[(at + 1)..]}`", "write `--text en=notice.md`");
    }

    private static string Word(CampaignRoute route) => route.ToString().ToLowerInvariant();

    private static CampaignRoute RouteOf(string word) => Enum.TryParse<CampaignRoute>(word, ignoreCase: true, out var route) && Word(route) == word ? route
        : throw new BadInputException($"`{word}` is no way to send", "it can be `smtp`, `webhook` or `platform`");

    private static Argument<string> Name() => new("NAME") { Description = "the campaign's name" };
}
