using System.Text.RegularExpressions;

namespace Headgate.Gate;

/// <summary>Finds the files of content behind paths.</summary>
public static class ContentFiles
{
    /// <summary>What standard input is called, and standard output.</summary>
    public const string Standard = "-";

    /// <summary>Where a run keeps what came through standard input, in its temporary folder.</summary>
    public const string Spooled = "standard-input";

    private static readonly (string Ending, ContentFormat Format)[] Endings =
    [
        (".parquet", ContentFormat.Parquet), (".jsonl", ContentFormat.JsonLines), (".ndjson", ContentFormat.JsonLines),
        (".json", ContentFormat.JsonLines), (".csv", ContentFormat.Csv),
    ];

    /// <summary>The files behind paths: files themselves, folders with all that lies in them, and globs; in the order given, those of a folder or glob by name.</summary>
    /// <exception cref="BadInputException">A path leads nowhere, or to a format that is not read.</exception>
    public static IReadOnlyList<ContentFile> Find(IReadOnlyList<string> paths) => [.. paths.SelectMany(Find)];

    private static IEnumerable<ContentFile> Find(string path)
    {
        if (path == Standard) return [new(path, ContentFormat.JsonLines)];
        if (File.Exists(path)) return [At(path) ?? throw NoFormat(path)];
        if (Directory.Exists(path)) return Some(path, Below(path, "*"));
        if (path.Split('/', '\\')[..^1].Any(part => part.IndexOfAny(['*', '?']) >= 0)) return Some(path, Deep(path));
        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (name.IndexOfAny(['*', '?']) >= 0 && Directory.Exists(folder))
            return Some(path, Directory.EnumerateFiles(folder, name).Order(StringComparer.Ordinal).Select(found => folder == "." && !path.StartsWith("./", StringComparison.Ordinal) ? Path.GetFileName(found) : found));
        throw new BadInputException($"there is no file `{path}`", "check the path; a folder or a glob such as `posts/*.parquet` works too");
    }

    /// <summary>The files of a glob with wildcards in its folders, where <c>**</c> is any number of them.</summary>
    private static IEnumerable<string> Deep(string path)
    {
        var parts = path.Split('/', '\\');
        var plain = Array.FindIndex(parts, part => part.IndexOfAny(['*', '?']) >= 0);
        var root = plain == 0 ? "." : string.Join('/', parts[..plain]) is { Length: > 0 } folder ? folder : "/";
        if (!Directory.Exists(root)) return [];
        var form = new Regex(
            $"^{string.Join("/", parts[plain..].Select(part => part == "**" ? "(?:.*)" : Regex.Escape(part).Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal))).Replace("(?:.*)/", "(?:.*/)?", StringComparison.Ordinal)}$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(found => Path.GetRelativePath(root, found).Replace('\\', '/'))
            .Where(found => form.IsMatch(found)).Order(StringComparer.Ordinal).Select(found => plain == 0 ? found : Path.Combine(root, found)).ToList();
    }

    private static IEnumerable<string> Below(string folder, string name) =>
        Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static List<ContentFile> Some(string path, IEnumerable<string> found)
    {
        var files = found.Select(At).OfType<ContentFile>().ToList();
        return files.Count > 0 ? files : throw new BadInputException($"no content lies in `{path}`", $"content is a file ending in {Words()}");
    }

    private static ContentFile? At(string path)
    {
        var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path.EndsWith(".zst", StringComparison.Ordinal) ? path[..^4] : path;
        foreach (var (ending, format) in Endings)
            if (plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && (plain == path || format != ContentFormat.Parquet))
                return new(path, format);
        return null;
    }

    private static BadInputException NoFormat(string path) =>
        new($"the format of `{path}` is not known by its name", $"name it so that it ends in {Words()}");

    private static string Words() => "`.parquet`, `.jsonl`, `.ndjson` or `.csv`; the text formats may be `.gz` or `.zst` too";
}
