using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Reads choices: <c>subject, purpose, choice, at, channel</c> (cli.md).</summary>
/// <param name="policy">The policy in force, to notice a purpose that it does not name. Such a choice is recorded all the same: nobody's objection is lost over a word.</param>
public sealed class ChoicesFile(StatementImport import, Policy? policy)
{
    public NewStatement Read(ImportRow row)
    {
        var purpose = row.Text("purpose");
        if (string.IsNullOrEmpty(purpose)) throw new RowProblemException("`purpose` is missing");
        if (policy is not null && !policy.Purposes.ContainsKey(purpose)) import.Note("choices for a purpose that the policy in force does not name");
        return new(new ChoiceMade(row.Subject(), purpose, ChoiceOf(row.Text("choice")), row.Text("channel")), row.Time("at"));
    }

    private static Choice ChoiceOf(string? word) => word switch
    {
        "objected" => Choice.Objected,
        "consented" => Choice.Consented,
        "unset" => Choice.Unset,
        null => throw new RowProblemException("`choice` is missing"),
        _ => throw new RowProblemException("`choice` is none of `objected`, `consented`, `unset`"),
    };
}
