namespace Headgate;

/// <summary>Finds what somebody may have meant.</summary>
public static class Nearest
{
    private const int LongestCompared = 64;
    private const int MostCompared = 1000;

    /// <summary>A sentence that offers the nearest valid word, or lists the valid ones where none is near.</summary>
    public static string Hint(string word, IEnumerable<string> valid)
    {
        var words = valid.Take(MostCompared).Order(StringComparer.Ordinal).ToList();
        var stranger = Names.Stranger(word);
        if (words.Count == 0) return "none is declared" + stranger;
        return Find(word, words, Math.Max(2, Math.Min(word.Length, LongestCompared) / 3)) is { } near
            ? $"did you mean `{Names.Show(near)}`?{stranger}"
            : $"it can be {string.Join(", ", words.Take(12).Select(candidate => $"`{Names.Show(candidate)}`"))}{(words.Count > 12 ? ", …" : "")}{stranger}";
    }

    /// <summary>The nearest word that is at most so many letters away; null where none is.</summary>
    public static string? Find(string word, IEnumerable<string> valid, int most)
    {
        var (best, distance) = valid.Select(candidate => (candidate, Distance(word, candidate))).MinBy(pair => pair.Item2);
        return distance <= most ? best : null;
    }

    /// <summary>How many letters must be changed, added, left out or swapped with the next, letter case aside.</summary>
    private static int Distance(string one, string other)
    {
        if (Math.Max(one.Length, other.Length) > LongestCompared) return int.MaxValue;
        (one, other) = (one.ToLowerInvariant(), other.ToLowerInvariant());
        Span<int> before = stackalloc int[LongestCompared + 1], last = stackalloc int[LongestCompared + 1], row = stackalloc int[LongestCompared + 1];
        for (var j = 0; j <= other.Length; j++) last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1), Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            var free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[other.Length];
    }
}
