using System.Text;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Verify;

/// <summary>Says what was found, to people or to programs.</summary>
internal static class FindingText
{
    public static void Write(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            output.WriteLine($"{Printable(finding.Path)}: {(finding.Problems.Count == 0 ? "holds" : "DOES NOT HOLD")}");
            foreach (var problem in finding.Problems) output.WriteLine($"  {Printable(problem.ToString())}");
            foreach (var line in finding.Says) output.WriteLine($"  {Printable(line)}");
            if (finding.Key is { } key) output.WriteLine($"  {Trust(key, finding.Pinned)}");
        }
    }

    public static void WriteJson(IReadOnlyList<Finding> findings, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", findings.All(finding => finding.Problems.Count == 0));
            writer.WriteStartArray("problems");
            foreach (var problem in findings.SelectMany(finding => finding.Problems))
            {
                writer.WriteStartObject();
                writer.WriteString("path", problem.Path);
                writer.WriteString("problem", problem.Problem);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("trusted");
            foreach (var finding in findings.Where(finding => finding.Key is not null))
            {
                writer.WriteStartObject();
                writer.WriteString("path", finding.Path);
                writer.WriteString("key", finding.Key!.ToString());
                writer.WriteBoolean("pinned", finding.Pinned);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>The text without what could steer a terminal: it may come from a hostile file.</summary>
    public static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune =>
            Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format ? $"\\u{{{rune.Value:x}}}" : rune.ToString()));

    private static string Trust(VerifierKey key, bool pinned) => pinned
        ? $"by the key you gave: {key}"
        : $"by the key that lies beside the data: {key}; whoever could replace the data could replace the key, so give the one you know with --key";
}
