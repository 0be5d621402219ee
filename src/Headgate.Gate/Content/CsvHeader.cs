using System.Text;

namespace Headgate.Gate;

/// <summary>Reads the first line of a CSV file: the names of its columns, exactly as they stand there.</summary>
internal static class CsvHeader
{
    private const int Longest = 1 << 20;

    /// <exception cref="BadInputException">There is none, a name is empty or stands twice.</exception>
    public static IReadOnlyList<string> Read(string plain, string path)
    {
        using var reader = new StreamReader(plain, new UTF8Encoding(false, true), true, 1 << 16);
        var names = new List<string>();
        var name = new StringBuilder();
        var (quoted, total) = (false, 0);
        for (var next = reader.Read(); ; next = reader.Read())
        {
            if (++total > Longest) throw new BadInputException($"the first line of `{path}` does not end", "the first line of a CSV file names its columns");
            if (quoted)
            {
                if (next < 0) throw new BadInputException($"a quote in the first line of `{path}` does not close", "the first line of a CSV file names its columns");
                if (next == '"' && reader.Peek() == '"') name.Append((char)reader.Read());
                else if (next == '"') quoted = false;
                else name.Append((char)next);
            }
            else if (next == '"') quoted = true;
            else if (next is ',' or '\n' or '\r' or < 0)
            {
                Add(names, name.ToString(), path);
                name.Clear();
                if (next != ',') return names;
            }
            else name.Append((char)next);
        }
    }

    private static void Add(List<string> names, string name, string path)
    {
        if (name.Length == 0) throw new BadInputException($"`{path}:1`: column {names.Count + 1} has no name", "the first line of a CSV file names its columns");
        if (names.Contains(name)) throw new BadInputException($"`{path}:1`: the column `{name}` stands twice", "rename one of them");
        if (names.Find(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same)
            throw new BadInputException($"`{path}:1`: the columns `{same}` and `{name}` differ only in case", "rename one of them");
        names.Add(name);
    }
}
