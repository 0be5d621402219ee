namespace Headgate;

/// <summary>The groups of regions that every policy may name without declaring them (facts/jurisdictions.json).</summary>
/// <remarks>Crown dependencies, Gibraltar and overseas territories are groups of their own and never implied by <c>UK</c> or <c>EU</c>.</remarks>
public static class BuiltInGroups
{
    private const string Eu = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE AX GF GP MQ MF RE YT";

    private static readonly Dictionary<string, string[]> Groups = new(StringComparer.Ordinal)
    {
        ["EU"] = Split(Eu),
        ["EEA"] = Split(Eu + " IS LI NO"),
        ["UK"] = Split("GB"),
        ["CH"] = Split("CH"),
        ["UK-crown-dependencies"] = Split("JE GG IM"),
        ["Gibraltar"] = Split("GI"),
        ["EU-overseas"] = Split("BL PM NC PF WF TF AW CW SX BQ GL"),
        ["Svalbard"] = Split("SJ"),
        ["Faroes"] = Split("FO"),
    };

    /// <summary>The names of the groups.</summary>
    public static IReadOnlyCollection<string> Names => Groups.Keys;

    /// <summary>The alpha-2 codes of a group; null where there is no such group.</summary>
    public static IReadOnlyList<string>? Find(string name) => Groups.GetValueOrDefault(name);

    private static string[] Split(string codes) => codes.Split(' ');
}
