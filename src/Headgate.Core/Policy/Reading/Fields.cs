using System.Globalization;

namespace Headgate;

/// <summary>Reads values out of a YAML tree and gathers what is wrong with them.</summary>
internal sealed class Fields
{
    private const int MostProblems = 100;

    private readonly List<PolicyProblem> errors = [];
    private readonly List<PolicyProblem> warnings = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<PolicyProblem> Problems => [.. errors.Concat(warnings).OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    public bool HasErrors => errors.Count > 0;

    /// <summary>Whether no further warning would be kept.</summary>
    public bool HasEnoughWarnings => warnings.Count >= MostProblems;

    /// <exception cref="TooManyProblemsException">There are so many that reading on helps nobody.</exception>
    public void Error(YamlNode at, string problem, string help)
    {
        errors.Add(new(at.Line, at.Column, problem, help));
        if (errors.Count >= MostProblems) throw new TooManyProblemsException();
    }

    /// <param name="rule">The rule that it is about.</param>
    /// <param name="region">A region that the rule leaves to others.</param>
    public void Warn(YamlNode at, string problem, string help, string? rule = null, string? region = null)
    {
        if (!HasEnoughWarnings) warnings.Add(new(at.Line, at.Column, problem, help, IsWarning: true) { Rule = rule, Region = region });
    }

    /// <summary>The node as a mapping that has no keys but these; null, with a problem, where it is none.</summary>
    public YamlMap? Map(YamlNode? node, string what, IReadOnlyCollection<string>? keys = null)
    {
        if (node is not YamlMap map)
        {
            if (node is not null and not YamlText { IsNull: true }) Error(node, $"{what} must be a mapping", "write `key: value`, one a line");
            return null;
        }
        if (keys is not null)
            foreach (var (key, _) in map.Entries)
                if (!keys.Contains(key.Value))
                    Error(key, $"unknown key `{Names.Show(key.Value)}` in {what}", Nearest.Hint(key.Value, keys));
        return map;
    }

    public IEnumerable<KeyValuePair<YamlText, YamlNode>> Entries(YamlNode? node, string what) => Map(node, what)?.Entries ?? [];

    public string? Text(YamlNode? node, string what)
    {
        if (node is YamlText { IsNull: false } text) return text.Value;
        if (node is not null) Error(node, $"{what} must be a text", "write a word, or a sentence in quotes");
        return null;
    }

    /// <summary>One text or a list of texts.</summary>
    public IReadOnlyList<YamlText> Texts(YamlNode? node, string what)
    {
        var texts = new List<YamlText>();
        foreach (var item in node switch { null => [], YamlList list => list.Items, _ => [node] })
        {
            if (item is YamlText { IsNull: false } text) texts.Add(text);
            else Error(item, $"{what} must be a text or a list of texts", "write `a` or `[a, b]`");
        }
        return texts;
    }

    public int? Number(YamlNode? node, string what, int least, int most)
    {
        if (node is null) return null;
        if (node is YamlText text && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Error(node, (least == most ? $"{what} must be {least}" : $"{what} must be a whole number from {least} to {most}") + Not(node), $"write a number, such as `{least}`{Stranger(node)}");
        return null;
    }

    public Instant? Time(YamlNode? node, string what)
    {
        if (node is null) return null;
        if (node is YamlText text && Instant.TryParse(text.Value, out var time)) return time;
        Error(node, $"{what} must be a date that exists{Not(node)}", $"write `2025-11-03` or `2025-11-03T12:00:00Z`{Stranger(node)}");
        return null;
    }

    public TimeSpan? Duration(YamlNode? node, string what)
    {
        if (node is null) return null;
        if (node is YamlText text && Durations.TryParse(text.Value, out var duration)) return duration;
        Error(node, $"{what} must be a duration{Not(node)}", $"write `46d`, `12h`, `30m` or `60s`{Stranger(node)}");
        return null;
    }

    private static string Not(YamlNode node) => node is YamlText { IsNull: false, Value: var word } ? $", not `{Names.Show(word)}`" : "";

    private static string Stranger(YamlNode node) => node is YamlText { Value: var word } ? Names.Stranger(word) : "";

    /// <summary>A word out of a few.</summary>
    public string? Word(YamlNode? node, string what, IReadOnlyCollection<string> valid)
    {
        if (Text(node, what) is not { } word) return null;
        if (valid.Contains(word)) return word;
        Error(node!, $"`{Names.Show(word)}` is no {what}", Nearest.Hint(word, valid));
        return null;
    }
}

/// <summary>A policy file has so many errors that reading on helps nobody.</summary>
internal sealed class TooManyProblemsException : Exception;
