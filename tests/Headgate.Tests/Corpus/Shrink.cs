using System.Text.RegularExpressions;
using Found = System.Text.RegularExpressions.Match;

namespace Headgate.Tests.Corpus;

/// <summary>Makes a failing file of cases smaller while it still fails: one case, as few rules, fields and values as can be.</summary>
internal static partial class Shrink
{
    public static CorpusFile Smallest(CorpusFile file, Func<CorpusFile, bool> fails)
    {
        for (var one = file; ; file = one)
        {
            foreach (var smaller in Smaller(file))
                if (Fails(smaller, fails))
                {
                    one = smaller;
                    break;
                }
            if (ReferenceEquals(one, file)) return file;
        }
    }

    private static bool Fails(CorpusFile file, Func<CorpusFile, bool> fails) => PolicyReader.Read(file.Text).Policy is not null && fails(file);

    private static IEnumerable<CorpusFile> Smaller(CorpusFile file)
    {
        if (file.Cases.Count > 1)
            foreach (var one in file.Cases) yield return file with { Cases = [one] };
        for (var i = 0; i < file.Terms.Suspensions?.Count; i++)
            yield return file with { Terms = file.Terms with { Suspensions = [.. file.Terms.Suspensions.Where((_, at) => at != i)] } };
        foreach (Found rule in Rule().Matches(file.Text)) yield return file with { Text = AskedFor(file.Text.Remove(rule.Index, rule.Length)) };
        foreach (var part in Overlapping(Field(), file.Text)) yield return file with { Text = file.Text.Remove(part.Index, part.Length) };
        foreach (Found line in Whole().Matches(file.Text)) yield return file with { Text = AskedFor(file.Text.Remove(line.Index, line.Length)) };
        if (file.Cases is not [var last]) yield break;
        CorpusCase[] plainer =
        [
            last with { Choices = null }, last with { Served = null }, last with { Born = null, BornTo = null }, last with { Labels = [] }, last with { Visibility = null }, last with { Service = null },
            last with { Created = null }, last with { Collected = null }, last with { Usage = null, Tdm = false, Iptc = false, C2pa = false }, last with { Regions = [last.Region] },
        ];
        foreach (var one in plainer.Where(one => one.ToString() != last.ToString() || one.Regions?.Count != last.Regions?.Count)) yield return file with { Cases = [one] };
    }

    /// <summary>Without the notices that nothing asks for any more: they would be an error.</summary>
    private static string AskedFor(string text)
    {
        var left = Notice().Replace(text, found => text.Contains($"notice: {found.Groups["name"].Value},", StringComparison.Ordinal) || text.Contains($"notice: {found.Groups["name"].Value} }}", StringComparison.Ordinal) ? found.Value : "");
        return NoNotices().Replace(left, "");
    }

    /// <summary>Every match, also where one begins within another: a field of a field, and the first of two.</summary>
    private static IEnumerable<Found> Overlapping(Regex pattern, string text)
    {
        for (var found = pattern.Match(text); found.Success; found = pattern.Match(text, found.Index + 1)) yield return found;
    }

    [GeneratedRegex(@"  - (deny|grant): .*\n(    .*\n)*")]
    private static partial Regex Rule();

    /// <summary>A field of a <c>when</c>, with the comma beside it.</summary>
    [GeneratedRegex(@"(?<=\{ )[a-z-]+: (\{[^{}]*(\[[^\]]*\])?[^{}]*\}|\[[^\]]*\]|[^,{}\[\]]+), |, [a-z-]+: (\{[^{}]*(\[[^\]]*\])?[^{}]*\}|\[[^\]]*\]|[^,{}\[\]]+)(?= \})")]
    private static partial Regex Field();

    [GeneratedRegex(@"  (?<name>[a-z]+): \{ version: \d+ \}\n")]
    private static partial Regex Notice();

    [GeneratedRegex(@"notices:\n(?! )")]
    private static partial Regex NoNotices();

    [GeneratedRegex(@"    (when|after|not-before): .*\n|objection:( .*)?\n(  - .*\n)*")]
    private static partial Regex Whole();
}
