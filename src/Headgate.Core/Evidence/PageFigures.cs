using System.Globalization;
using System.Text;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>The numbers of a pack's page, each marked so that a verifier finds it and compares it with the account.</summary>
public static class PageFigures
{
    /// <summary>A number as the page writes it.</summary>
    public static string Write(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{Mark(name)} value=\"{value}\">{value:N0}</data>");

    /// <summary>What on the page is not what the account says.</summary>
    public static IEnumerable<VerificationProblem> Problems(ReadOnlySpan<byte> page, IReadOnlyDictionary<string, long> figures)
    {
        var text = Encoding.UTF8.GetString(page);
        var problems = new List<VerificationProblem>();
        foreach (var (name, value) in figures)
            if (Count(text, Mark(name)) is var marks && (marks == 0 || marks != Count(text, Write(name, value))))
                problems.Add(new(EvidenceLayout.Page, string.Create(CultureInfo.InvariantCulture, $"does not say that `{name}` is {value}, as the acts do")));
        return problems;
    }

    private static string Mark(string name) => $"<data data-figure=\"{name}\"";

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }
}
