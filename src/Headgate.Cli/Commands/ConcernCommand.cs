using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate concern …</c>: what authorities raise, and what is undertaken towards them. Public statements that change no verdict.</summary>
internal static class ConcernCommand
{
    public static Command Build() => Verb.Group(
        "concern", "Records what an authority raised and what became of it. Changes no verdict, and implies no approval.",
        Open(), Answer(), Commit(), Fulfil(), Close(), List());

    private static Command Open()
    {
        var (authority, text, due, reference, recordedAt) = (Authority(required: true), Text(required: true), Due("the day by which an answer is asked for"), Reference(), Common.RecordedAt());
        return Verb.Of(
            "open", "Records a concern that an authority raised.", "headgate concern open --authority ICO --text \"members were not told first\" --reference \"statement of 20 September 2024\"",
            [authority, text, due, reference, recordedAt], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            return Said(output, "the concern's id is", ConcernActs.Open(
                session, parsed.GetValue(authority)!, parsed.GetValue(text)!, DayOf(parsed, due), parsed.GetValue(reference)!, Common.InstantOf(parsed, recordedAt)));
        });
    }

    private static Command Answer()
    {
        var (id, text, reference, recordedAt) = (Id("the concern's id"), Text(required: true), Reference(), Common.RecordedAt());
        return Verb.Of("answer", "Records the company's answer to a concern.", "headgate concern answer 7 --text \"use is paused in the United Kingdom\"", [id, text, reference, recordedAt], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            return Said(output, "answered at position", ConcernActs.Answer(session, Position(parsed.GetValue(id)!), parsed.GetValue(text)!, parsed.GetValue(reference)!, Common.InstantOf(parsed, recordedAt)));
        });
    }

    private static Command Commit()
    {
        var id = new Argument<string?>("ID") { Description = "the concern that it answers, if any", Arity = ArgumentArity.ZeroOrOne };
        var (authority, text, due, reference, recordedAt) = (Authority(required: false), Text(required: true), Due("the day by which it is owed"), Reference(), Common.RecordedAt());
        return Verb.Of(
            "commit", "Records what the company undertakes towards an authority, and by when.", "headgate concern commit --authority DPC --text \"an evaluation report\" --due 2026-04-03",
            [id, authority, text, due, reference, recordedAt], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var concern = parsed.GetValue(id) is { } given ? Position(given) : (long?)null;
            return Said(output, "the commitment's id is", ConcernActs.Commit(
                session, concern, parsed.GetValue(authority), parsed.GetValue(text)!, DayOf(parsed, due), parsed.GetValue(reference)!, Common.InstantOf(parsed, recordedAt)));
        });
    }

    private static Command Fulfil()
    {
        var (id, text, reference, recordedAt) = (Id("the commitment's id"), Text(required: false), Reference(), Common.RecordedAt());
        return Verb.Of("fulfil", "Records that a commitment was fulfilled.", "headgate concern fulfil 9 --reference \"report of 1 April 2026\"", [id, text, reference, recordedAt], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            return Said(output, "fulfilled at position", ConcernActs.Fulfil(session, Position(parsed.GetValue(id)!), parsed.GetValue(text)!, parsed.GetValue(reference)!, Common.InstantOf(parsed, recordedAt)));
        });
    }

    private static Command Close()
    {
        var (id, text, reference, recordedAt) = (Id("the concern's id"), Text(required: false), Reference(), Common.RecordedAt());
        return Verb.Of("close", "Records that the authority closed a concern. What was undertaken goes on being owed.", "headgate concern close 7 --reference \"letter of 20 March 2025\"", [id, text, reference, recordedAt], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            return Said(output, "closed at position", ConcernActs.Close(session, Position(parsed.GetValue(id)!), parsed.GetValue(text)!, parsed.GetValue(reference)!, Common.InstantOf(parsed, recordedAt)));
        });
    }

    private static Command List()
    {
        var at = Common.At();
        at.Description = "as things stood at this instant (default: now)";
        return Verb.Of("list", "Lists concerns and commitments; says which are overdue.", "headgate concern list", [at], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var moment = session.MomentOf(null, Common.InstantOf(parsed, at)).At;
            ConcernDrawing.Draw(output, ConcernActs.At(session, moment), moment);
            return 0;
        });
    }

    private static int Said(Output output, string what, Appended appended)
    {
        output.Say($"{what} {appended.First}");
        output.Document(new { id = appended.First.ToString(CultureInfo.InvariantCulture), position = appended.First, recorded_at = appended.RecordedAt.ToString() });
        return 0;
    }

    private static long Position(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new BadInputException($"`{text}` is no id", "an id is the number that `headgate concern list` shows");

    private static DateOnly? DayOf(ParseResult parsed, Option<string?> due) =>
        parsed.GetValue(due) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new BadInputException($"`{text}` is not a day that exists", "write `--due 2026-04-03`");

    private static Argument<string> Id(string description) => new("ID") { Description = description };

    private static Option<string?> Due(string description) => new("--due") { Description = description, HelpName = "DATE" };

    private static Option<string?> Authority(bool required) => new("--authority") { Description = required ? "who raised it" : "towards whom (default: who raised the concern)", HelpName = "NAME", Required = required };

    private static Option<string> Text(bool required) => new("--text") { Description = "what it says", HelpName = "TEXT", Required = required, DefaultValueFactory = _ => "" };

    private static Option<string> Reference() => new("--reference") { Description = "where that can be read", HelpName = "TEXT", DefaultValueFactory = _ => "" };
}
