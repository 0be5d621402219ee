namespace Headgate.Engine;

/// <summary>Rows in blocks: grows without copying what is there. What belongs together lies together.</summary>
internal sealed class Rows<T>
    where T : struct
{
    private const int BlockBits = 16;
    private const int BlockSize = 1 << BlockBits;

    private readonly List<T[]> blocks = [];
    private int used = BlockSize;

    /// <summary>How many rows there is room for.</summary>
    public long Room => blocks.Sum(block => (long)block.Length);

    public ref T this[int row] => ref blocks[row >> BlockBits][row & (BlockSize - 1)];

    /// <summary>Rows that were added at once.</summary>
    public Span<T> Of(int first, int count) => count == 0 ? [] : blocks[first >> BlockBits].AsSpan(first & (BlockSize - 1), count);

    /// <summary>Makes room for rows that lie together.</summary>
    /// <returns>The number of the first.</returns>
    public int Add(int count)
    {
        if (used + count > BlockSize)
        {
            // a block takes at most as many as it is long, or one list that is longer
            if (blocks.Count == int.MaxValue >> BlockBits) throw new InvalidOperationException("there are more rows than can be numbered");
            blocks.Add(new T[Math.Max(BlockSize, count)]);
            used = 0;
        }
        var first = (blocks.Count - 1 << BlockBits) + used;
        used += count;
        return first;
    }
}
