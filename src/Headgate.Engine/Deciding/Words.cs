using System.Text;

namespace Headgate.Engine;

/// <summary>The words of one dimension, found by their UTF-8 without making texts of them.</summary>
internal sealed class Words(IEnumerable<string> words)
{
    private readonly byte[][] all = [.. words.Select(Encoding.UTF8.GetBytes)];

    /// <summary>How many there are: also the number of what is none of them.</summary>
    public int Count => all.Length;

    public int NumberOf(ReadOnlySpan<byte> word)
    {
        for (var number = 0; number < all.Length; number++)
            if (word.SequenceEqual(all[number]))
                return number;
        return all.Length;
    }

    public int NumberOf(string? word) => word is null ? all.Length : NumberOf(Encoding.UTF8.GetBytes(word));
}
