using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate recipient</c></summary>
internal static class RecipientCommand
{
    private const string SecretVariable = "HEADGATE_WEBHOOK_SECRET";

    public static Command Build() => Verb.Group("recipient", "Those outside who were given a data set, and what they are told of it later.", Add(), Tell(), Acknowledge(), List());

    private static Command Add()
    {
        var dataSet = new Argument<string>("DATASET") { Description = "the data set's folder" };
        var name = new Option<string>("--name") { Description = "who was given it", HelpName = "NAME", Required = true };
        var webhook = new Option<string?>("--webhook") { Description = "an address that takes signed posts", HelpName = "URL" };
        var mail = new Option<string?>("--mail") { Description = "or a mail address", HelpName = "ADDRESS" };
        return Verb.Of("add", $"Records that somebody outside was given a data set. A webhook's secret may stand in {SecretVariable}.", "headgate recipient add dataset --name 'Example Labs' --webhook https://labs.example.com/headgate", [dataSet, name, webhook, mail], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var given = Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } text ? text : null;
            var (made, secret) = Recipients.Add(session, parsed.GetValue(dataSet)!, parsed.GetValue(name)!, new(parsed.GetValue(webhook), parsed.GetValue(mail)), given);
            output.Say(string.Create(CultureInfo.InvariantCulture, $"recipient {made.Position}: {made.Made.Recipient} holds {made.Made.DataSet}"));
            if (given is null && secret is not null) output.Say($"posts to them are signed with {secret}: hand it over, it is told once");
            output.Document(new { id = Number(made.Position), position = made.Position, data_set = made.Made.DataSet, recipient = made.Made.Recipient, secret = given is null ? secret : null });
            return 0;
        });
    }

    private static Command Tell()
    {
        var dataSet = new Argument<string>("DATASET") { Description = "the data set's folder" };
        var smtp = CampaignOptions.Smtp();
        var from = CampaignOptions.From();
        var publicUrl = CampaignOptions.PublicUrl();
        return Verb.Of("tell", "Looks at a data set again, and tells everybody who holds it which records must go.", "headgate recipient tell dataset", [dataSet, smtp, from, publicUrl], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var outcomes = Recipients.TellAsync(
                session, parsed.GetValue(dataSet)!, CampaignOptions.RouteOf(parsed.GetValue(smtp), parsed.GetValue(from)), parsed.GetValue(publicUrl), TimeProvider.System,
                new(MemorySize.Megabytes(4096), Math.Max(2, Environment.ProcessorCount), temp.Path), WorkerProcess.OfThisProgram().Run, cancellation).GetAwaiter().GetResult();
            foreach (var one in outcomes)
                output.Say(string.Create(CultureInfo.InvariantCulture, $"{one.Recipient}: {(one.Problem is { } problem ? $"not told, {problem}" : one.Position is null ? "nothing new to tell" : $"told to remove {one.Records:N0} records")}"));
            output.Document(new { recipients = outcomes.Select(one => new { id = Number(one.Disclosure), recipient = one.Recipient, records = one.Records, position = one.Position, problem = one.Problem }) });
            return outcomes.Any(one => one.Problem is not null) ? 3 : 0;
        });
    }

    private static Command Acknowledge()
    {
        var id = new Argument<string>("ID") { Description = "the recipient's id" };
        var text = new Option<string>("--text") { Description = "what they said", HelpName = "TEXT", Required = true };
        return Verb.Of("acknowledge", "Records that a recipient acknowledged what they were told.", "headgate recipient acknowledge 17 --text 'removed on 3 March'", [id, text], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var appended = Recipients.Acknowledge(session, Position(parsed.GetValue(id)!), parsed.GetValue(text)!);
            output.Say("recorded");
            output.Document(new { position = appended.First, recorded_at = appended.RecordedAt.ToString() });
            return 0;
        });
    }

    private static Command List() => Verb.Of("list", "Lists recipients and what they were told.", "headgate recipient list", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        var all = LineageGraph.Of(session).Disclosures;
        foreach (var one in all) output.Say(string.Create(CultureInfo.InvariantCulture, $"{one.Position}  {one.Made.Recipient} holds {one.Made.DataSet}: {State(one)}"));
        if (all.Count == 0) output.Say("nobody outside is recorded to hold a data set");
        output.Document(new { recipients = all.Select(Document) });
        return 0;
    });

    internal static object Document(Disclosure one) => new
    {
        id = Number(one.Position),
        recipient = one.Made.Recipient,
        data_set = one.Made.DataSet,
        manifest = one.Made.ManifestDigest,
        since = one.Since.ToString(),
        told = (one.Told?.Statement as RecipientTold)?.Records,
        told_at = one.Told?.RecordedAt.ToString(),
        acknowledged_at = one.Acknowledged?.RecordedAt.ToString(),
    };

    private static string State(Disclosure one) => one switch
    {
        { Told: null } => "told nothing yet",
        { Acknowledged: { } said } => $"acknowledged at {said.RecordedAt}",
        _ => $"told at {one.Told.RecordedAt}, not acknowledged yet",
    };

    private static string Number(long position) => position.ToString(CultureInfo.InvariantCulture);

    private static long Position(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new BadInputException($"`{text}` is no id", "an id is the number that `headgate recipient list` shows");
}
