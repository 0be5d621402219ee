using System.Text.Json;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Server;

/// <summary>Reads rows of statements from a request, by the same readers as files; all of them or none.</summary>
internal static class Rows
{
    /// <summary>Rows in one request.</summary>
    public const int Most = 10_000;

    private static readonly Bounds Unused = new(MemorySize.Megabytes(1), 2, "");

    /// <param name="names">The members that a row may have: one that is not known here may be meant to do something.</param>
    /// <exception cref="BadInputException">There are none or too many, or one cannot be taken.</exception>
    public static async Task<RecordedMany> RecordAsync(Session session, IReadOnlyList<JsonElement> rows, string[] names, Func<StatementImport, Func<ImportRow, NewStatement>> reader)
    {
        if (rows.Count is 0 or > Most) throw new BadInputException($"{rows.Count} rows cannot be recorded at once", $"send from 1 to {Most}");
        var import = new StatementImport(session, Unused);
        var read = reader(import);
        var statements = rows.Select((row, i) => Read(row, i + 1, names, read)).ToList();
        var appended = await session.Store.AppendAsync(statements, session.Now);
        return new(appended.First, appended.Count, appended.RecordedAt.ToString(), import.Notes.Count == 0 ? null : import.Notes);
    }

    private static NewStatement Read(JsonElement row, int number, string[] names, Func<ImportRow, NewStatement> read)
    {
        if (row.ValueKind != JsonValueKind.Object) throw new BadInputException($"row {number} is not an object", "send objects");
        foreach (var member in row.EnumerateObject())
            if (!names.Contains(member.Name))
                throw new BadInputException($"row {number}: `{Printable(member.Name)}` is not known here", $"a row has {string.Join(", ", names.Select(name => $"`{name}`"))}");
        try
        {
            return read(new(number, row));
        }
        catch (RowProblemException problem)
        {
            throw new BadInputException($"row {number}: {problem.Message}", "nothing was recorded");
        }
    }

    private static string Printable(string name) => new([.. name.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
