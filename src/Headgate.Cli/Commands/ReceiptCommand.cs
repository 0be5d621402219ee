using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate receipt</c></summary>
internal static class ReceiptCommand
{
    public static Command Build()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "the platform's id of the person" };
        return Verb.Of("receipt", "Writes a receipt for every choice of a person.", "headgate receipt member-7", [subject], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var who = SubjectId.From(parsed.GetValue(subject)) ?? throw new BadInputException("the subject's id is empty", "give the id that the platform knows them by");
            var receipts = Choosing.ReceiptsOf(session, who);
            foreach (var receipt in receipts) output.Say(receipt.Receipt);
            if (receipts.Count == 0) output.Say("the ledger holds no choice of theirs");
            output.Document(new { subject = who.Value, receipts = receipts.Select(receipt => new { position = receipt.Position, recorded_at = receipt.RecordedAt.ToString(), receipt = receipt.Receipt }) });
            return 0;
        });
    }
}
