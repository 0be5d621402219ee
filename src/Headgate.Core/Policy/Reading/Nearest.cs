namespace Headgate;

/// <summary>Finds what somebody may have meant.</summary>
public static class Nearest
{
    private const int LongestCompared = 64;

    /// <summary>A sentence that offers the nearest valid word, or lists the valid ones where none is near.</summary>
    public static string Hint(string word, IEnumerable<string> valid)
    {
        var words = valid.Order(StringComparer.Ordinal).ToList();
        if (words.Count == 0) return "none is declared";
        var (best, distance) = words.Select(candidate => (candidate, Distance(word, candidate))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, Math.Min(word.Length, LongestCompared) / 3)
            ? $"did you mean `{best}`?"
            : $"it can be {string.Join(", ", words.Take(12).Select(candidate => $"`{candidate}`"))}{(words.Count > 12 ? ", …" : "")}";
    }

    private static int Distance(string one, string other)
    {
        if (Math.Max(one.Length, other.Length) > LongestCompared) return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
