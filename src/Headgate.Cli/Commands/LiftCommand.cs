using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate lift</c></summary>
internal static class LiftCommand
{
    public static Command Build()
    {
        var id = new Argument<string>("ID") { Description = "the suspension's id" };
        var after = new Option<string?>("--after") { Description = "only for those who were served this notice since the suspension began", HelpName = "NOTICE" };
        var window = new Option<string?>("--window") { Description = "and had this long to object", HelpName = "30d" };
        var reason = new Option<string?>("--override") { Description = "lift for all, without a notice, and say why", HelpName = "REASON" };
        var by = new Option<string?>("--by") { Description = "who answers for that", HelpName = "NAME" };
        var recordedAt = Common.RecordedAt();
        return Verb.Of("lift", "Resumes after a pause, for those who were told and had time to object.", "headgate lift 12 --after gen-ai-2025 --window 30d", [id, after, window, reason, by, recordedAt], (parsed, output) =>
        {
            var text = parsed.GetValue(id)!;
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) throw new BadInputException($"`{text}` is no suspension's id", "an id is the number that `headgate suspend` printed");
            if (parsed.GetValue(after) is not null && parsed.GetValue(window) is null) throw new BadInputException("`--after` needs a window", "give `--window 30d`");
            if (parsed.GetValue(after) is null && parsed.GetValue(window) is not null) throw new BadInputException("`--window` needs a notice", "give `--after NOTICE`");
            var length = parsed.GetValue(window) is not { } duration ? (TimeSpan?)null
                : Durations.TryParse(duration, out var read) ? read
                : throw new BadInputException($"`{duration}` is no duration", "write `30d`, `12h`, `30m` or `60s`");
            using var session = Common.Open(parsed);
            var appended = SuspensionActs.Lift(
                session, position, parsed.GetValue(after), length, Common.OverrideOf(parsed.GetValue(reason), parsed.GetValue(by)), Common.InstantOf(parsed, recordedAt));
            output.Say($"lifted at position {appended.First}{(length is null ? "" : "; it goes on for everyone who was not told since, or can still object")}");
            output.Document(new { position = appended.First, recorded_at = appended.RecordedAt.ToString() });
            return 0;
        });
    }
}
