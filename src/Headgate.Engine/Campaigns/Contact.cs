using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>How somebody is reached, as the platform says it: the ledger holds no addresses.</summary>
/// <param name="Address">A mail address; null where there is none.</param>
/// <param name="Language">A language tag; null where it is not known.</param>
/// <param name="Services">The services they use; null where that is not known.</param>
public sealed record Contact(string? Address, string? Language, IReadOnlyList<string>? Services)
{
    /// <summary>Reads a file of contacts: <c>subject, address, language, services</c> (a list, or one).</summary>
    /// <exception cref="BadInputException">The file cannot be parsed, or a row cannot be taken: nobody is to be left out by accident.</exception>
    public static IReadOnlyDictionary<string, Contact> ReadAll(string path, Bounds bounds) => ReadAll(ImportFile.Read(path, bounds), path);

    /// <summary>The same of rows that are at hand.</summary>
    /// <param name="path">What they are called in an error.</param>
    public static IReadOnlyDictionary<string, Contact> ReadAll(IEnumerable<ImportRow> rows, string path)
    {
        var contacts = new Dictionary<string, Contact>(StringComparer.Ordinal);
        // most people share few languages and sets of services
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            try
            {
                if (row.Problem is { } problem) throw new RowProblemException(problem);
                contacts[row.Subject().Value] = new(row.Text("address"), row.Text("language") is { } language ? string.Intern(language) : null, ServicesOf(row["services"], lists));
            }
            catch (RowProblemException problem)
            {
                throw new BadInputException($"row {row.Number} of `{path}` cannot be taken: {problem.Message}", "each row needs `subject`, and may have `address`, `language`, `services`");
            }
        }
        return contacts;
    }

    private static IReadOnlyList<string>? ServicesOf(JsonElement? value, Dictionary<string, IReadOnlyList<string>> lists)
    {
        if (value is not { } given) return null;
        if (lists.TryGetValue(given.GetRawText(), out var known)) return known;
        IReadOnlyList<string> read = given switch
        {
            { ValueKind: JsonValueKind.String } => [ImportRow.Text(given, "services")],
            { ValueKind: JsonValueKind.Array } when given.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) => [.. given.EnumerateArray().Select(one => ImportRow.Text(one, "services"))],
            _ => throw new RowProblemException("`services` is neither a text nor a list of texts"),
        };
        return lists[given.GetRawText()] = read;
    }
}
