using System.Text.Json;

namespace CareerNetwork;

/// <summary>What came of asking Headgate for a draft.</summary>
/// <param name="Why">Why there is none; empty where there is one.</param>
/// <param name="Text">Without the line that marks it: the page marks it, and a member need not take a line out before sending.</param>
/// <param name="Lent">The wordings in it that many members use.</param>
public sealed record Drafted(string Why, string Text, IReadOnlyList<string> Lent)
{
    private const string Mark = "[Draft:";

    public bool IsThere => Why.Length == 0;

    public static Drafted None(string why) => new(why, "", []);

    public static Drafted Read(JsonElement said)
    {
        var text = said.GetProperty("text").GetString()!;
        if (text.StartsWith(Mark, StringComparison.Ordinal)) text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        return new("", text.Trim(), [.. said.GetProperty("suggested").EnumerateArray().Select(one => one.GetProperty("text").GetString()!)]);
    }
}
