using System.Globalization;
using Spectre.Console;

namespace Headgate.Cli;

/// <summary>Draws concerns and commitments, as a list for people or as a document for programs.</summary>
internal static class ConcernDrawing
{
    private const string Overdue = "overdue";

    public static void Draw(Output output, ConcernAccount account, Instant at)
    {
        if (account.Concerns.Count + account.Commitments.Count == 0) output.Say("nothing was raised and nothing is owed");
        else output.Draw(Table(account, at));
        output.Document(new
        {
            at = at.ToString(),
            overdue = account.Concerns.Count(concern => concern.IsOverdue(at)) + account.Commitments.Count(commitment => commitment.IsOverdue(at)),
            concerns = account.Concerns.Select(concern => new
            {
                id = Id(concern.Position),
                opened_at = concern.Since.ToString(),
                authority = concern.Opened.Authority,
                text = concern.Opened.Text,
                reference = concern.Opened.Reference,
                due = Day(concern.Opened.Due),
                state = concern.StateAt(at),
                overdue = concern.IsOverdue(at),
                answers = concern.Answers.Select(answer => new { at = answer.EffectiveAt.ToString(), text = ((ConcernAnswered)answer.Statement).Text, reference = ((ConcernAnswered)answer.Statement).Reference }),
                closed_at = concern.Closing?.EffectiveAt.ToString(),
            }),
            commitments = account.Commitments.Select(commitment => new
            {
                id = Id(commitment.Position),
                concern = commitment.Made.Concern is { } concern ? Id(concern) : null,
                made_at = commitment.Since.ToString(),
                authority = commitment.Made.Authority,
                text = commitment.Made.Text,
                reference = commitment.Made.Reference,
                due = Day(commitment.Made.Due),
                state = commitment.StateAt(at),
                overdue = commitment.IsOverdue(at),
                fulfilled_at = commitment.Fulfilment?.EffectiveAt.ToString(),
            }),
        });
    }

    private static Table Table(ConcernAccount account, Instant at)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("since").AddColumn("what").AddColumn("by or to").AddColumn("due").AddColumn("state").AddColumn("text");
        foreach (var concern in account.Concerns)
            Row(concern.Position, concern.Since, "concern", concern.Opened.Authority, concern.Opened.Due, concern.StateAt(at), concern.Opened.Text, concern.Opened.Reference);
        foreach (var commitment in account.Commitments)
            Row(commitment.Position, commitment.Since, "commitment", commitment.Made.Authority, commitment.Made.Due, commitment.StateAt(at), commitment.Made.Text, commitment.Made.Reference);
        return table;

        void Row(long id, Instant since, string what, string authority, DateOnly? due, string state, string text, string reference) => table.AddRow(
            new Text(Id(id)), new Text(since.ToString()[..10]), new Text(what), new Text(authority), new Text(Day(due) ?? ""),
            new Text(state, state == Overdue ? new(Color.Red3, decoration: Decoration.Bold) : Style.Plain), new Text(reference.Length == 0 ? text : $"{text} ({reference})"));
    }

    private static string Id(long position) => position.ToString(CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
