using System.CommandLine;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate object</c>, <c>consent</c> and <c>unset</c></summary>
internal static class ChooseCommand
{
    public static Command Build(string name, Choice choice, string description)
    {
        var subject = new Argument<string>("SUBJECT") { Description = "the platform's id of the person" };
        var (purpose, at, recordedAt) = (Common.Purpose(), Common.At(), Common.RecordedAt());
        at.Description = "when the choice was made (default: when it is recorded; never later)";
        var channel = new Option<string?>("--channel") { Description = "how it reached the platform", HelpName = "WORD" };
        return Verb.Of(name, description, $"headgate {name} member-7 --purpose train-generative-ai", [subject, purpose, at, channel, recordedAt], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var receipt = Choosing.Choose(
                session, parsed.GetValue(subject)!, parsed.GetValue(purpose)!, choice, Common.InstantOf(parsed, at), parsed.GetValue(channel), Common.InstantOf(parsed, recordedAt));
            output.Say($"recorded at position {receipt.Position}; the receipt is {receipt.Receipt}");
            output.Document(new { position = receipt.Position, recorded_at = receipt.RecordedAt.ToString(), receipt = receipt.Receipt });
            return 0;
        });
    }
}
