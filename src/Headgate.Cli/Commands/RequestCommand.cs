using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate request</c></summary>
internal static class RequestCommand
{
    public static Command Build() => Verb.Group("request", "What people ask for, with the time that the law gives: access, erasure, complaints.", Open(), Acknowledge(), Extend(), Close(), List());

    private static Command Open()
    {
        var kind = new Argument<string>("KIND") { Description = "access, erasure or complaint" };
        var subject = new Option<string?>("--subject") { Description = "who asks", HelpName = "SUBJECT" };
        var received = new Option<string?>("--received") { Description = "the day on which it came in (default: today)", HelpName = "DATE" };
        var text = new Option<string?>("--text") { Description = "what it says", HelpName = "TEXT" };
        return Verb.Of("open", "Writes down a request.", "headgate request open access --subject member-7 --received 2025-11-03", [kind, subject, received, text], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            DateOnly? day = parsed.GetValue(received) is not { } given ? null
                : DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read
                : throw new BadInputException($"`{given}` is not a date that exists", "write `--received 2025-11-03`");
            return Said(output, session, PersonRequests.Open(session, PersonRequests.KindOf(parsed.GetValue(kind)!), parsed.GetValue(subject), parsed.GetValue(text), day));
        });
    }

    private static Command Acknowledge() => Doing("acknowledge", "Notes that the person was told that it has come in.", "headgate request acknowledge 3", null, (session, id, _) => PersonRequests.Acknowledge(session, id));

    private static Command Extend() => Doing("extend", "Notes that the person was told that it takes two months longer, and why.", "headgate request extend 3 --reason 'it takes several archives'", "--reason", PersonRequests.Extend);

    private static Command Close() => Doing("close", "Closes a request with what was done.", "headgate request close 3 --outcome 'sent on 20 November'", "--outcome", PersonRequests.Close);

    private static Command List() => Verb.Of("list", "Lists requests, the most urgent first.", "headgate request list", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        var all = PersonRequests.All(session);
        var today = session.MomentOf(null, null).At.Date;
        if (all.Count == 0) output.Say("nobody has asked for anything");
        else
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("id", "kind", "received", "due", "state");
            foreach (var one in all) table.AddRow(new Text(Number(one.Id)), new Text(PersonRequests.Word(one.Kind)), new Text(Day(one.Received)!), new Text(Day(one.Due) ?? ""), new Text(one.StateOn(today)));
            output.Draw(table);
        }
        output.Document(new { requests = all.Select(one => Document(one, today)) });
        return 0;
    });

    private static Command Doing(string name, string description, string example, string? word, Func<Session, long, string, PersonRequest> act)
    {
        var id = new Argument<string>("ID") { Description = "the request's id" };
        var text = word is null ? null : new Option<string>(word) { Description = "in words", HelpName = "TEXT", Required = true };
        return Verb.Of(name, description, example, text is null ? [id] : [id, text], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var number = long.TryParse(parsed.GetValue(id), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : throw new BadInputException($"`{parsed.GetValue(id)}` is no id", "an id is the number that `headgate request list` shows");
            return Said(output, session, act(session, number, text is null ? "" : parsed.GetValue(text)!));
        });
    }

    private static int Said(Output output, Session session, PersonRequest one)
    {
        var today = session.MomentOf(null, null).At.Date;
        output.Say(string.Create(CultureInfo.InvariantCulture, $"request {one.Id}: {PersonRequests.Word(one.Kind)}, {one.StateOn(today)}{(one.Due is { } due ? $", due {Day(due)}" : "")}"));
        output.Document(Document(one, today));
        return 0;
    }

    private static object Document(PersonRequest one, DateOnly today) => new
    {
        id = Number(one.Id),
        kind = PersonRequests.Word(one.Kind),
        subject = one.Subject,
        text = one.Text,
        received = Day(one.Received),
        acknowledge_by = Day(one.AcknowledgeBy),
        acknowledged_at = one.Acknowledged?.ToString(),
        answer_by = Day(one.AnswerBy),
        extended_at = one.Extended?.ToString(),
        extension = one.Extension,
        due = Day(one.Due),
        state = one.StateOn(today),
        closed_at = one.Closed?.ToString(),
        outcome = one.Outcome,
    };

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
