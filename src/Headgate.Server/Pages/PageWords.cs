using System.Text.RegularExpressions;

namespace Headgate.Server.Pages;

/// <summary>Says on a page what is said in the words of the command line: options become the names of fields.</summary>
internal static partial class PageWords
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["authority"] = "concerns.authority",
        ["reference"] = "pauses.reference",
        ["purpose"] = "pauses.purpose",
        ["region"] = "pauses.regions",
        ["service"] = "pauses.service",
        ["collected-from"] = "pauses.from",
        ["collected-to"] = "pauses.to",
        ["after"] = "lift.notice",
        ["window"] = "lift.days",
        ["override"] = "lift.reason",
        ["due"] = "concerns.due",
    };

    public static string Of(string text) => Options().Replace(text, found => string.Join(Say("words.and"), Names().Matches(found.Value)
        .Select(option => option.Groups[1].Value).Where(name => name != "by").Select(name => Say("words.field", Fields.TryGetValue(name, out var field) ? Say(field).TrimEnd(':', ' ') : name.Replace('-', ' ')))));

    [GeneratedRegex("`--[^`]*`")]
    private static partial Regex Options();

    [GeneratedRegex("--([a-z][a-z-]*)")]
    private static partial Regex Names();

    private static string Say(string key, params ReadOnlySpan<object?> with) => Texts.Say(key, with);
}
