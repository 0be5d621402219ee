using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Headgate.Ledger;

/// <summary>Names a run of up to 256 hashes of a tree that lie beside each other (C2SP tlog-tiles, Merkle Tree).</summary>
/// <param name="Level">0 to 7: 0 holds leaf hashes; each hash of another level is the root of a full tile of the level below.</param>
/// <param name="Number">Its place within the level, from 0.</param>
/// <param name="Width">How many hashes it holds, 1 to 256.</param>
public readonly record struct Tile(int Level, long Number, int Width)
{
    /// <summary>The hashes of a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>Levels that a tree of 64-bit size can have.</summary>
    public const int Levels = 8;

    public bool IsFull => Width == FullWidth;

    /// <summary>Where the hashes are published, such as <c>tile/0/x001/x234/067.p/12</c>.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{NumberPath()}");

    /// <summary>Where the entries under a tile of level 0 are published, such as <c>tile/entries/000</c>.</summary>
    public string EntriesPath => $"tile/entries/{NumberPath()}";

    /// <summary>The tile at a place in the tree of some size.</summary>
    /// <returns>Null where that tree has no hash there.</returns>
    public static Tile? In(long size, int level, long number)
    {
        var width = Math.Min(FullWidth, Hashes(size, level) - number * FullWidth);
        return width > 0 ? new(level, number, (int)width) : null;
    }

    /// <summary>The tiles of a tree that the smaller tree it grew from does not have, level by level.</summary>
    /// <param name="old">The smaller size; with 0, every tile.</param>
    public static IEnumerable<Tile> New(long old, long size)
    {
        for (var level = 0; level < Levels && Hashes(size, level) > 0; level++)
            if (Hashes(size, level) > Hashes(old, level))
                for (var number = Hashes(old, level) / FullWidth; In(size, level, number) is { } tile; number++)
                    yield return tile;
    }

    /// <summary>The rightmost tile of each level that is not full.</summary>
    public static IEnumerable<Tile> Partial(long size)
    {
        for (var level = 0; level < Levels && Hashes(size, level) > 0; level++)
            if (In(size, level, Hashes(size, level) / FullWidth) is { } tile)
                yield return tile;
    }

    /// <summary>How many hashes a level holds in a tree of some size.</summary>
    public static long Hashes(long size, int level) => size >> (8 * level);

    /// <summary>Reads <see cref="Path"/>, as it is written and in no other way.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out Tile? tile)
    {
        tile = null;
        var parts = path.Split('/');
        var isPartial = parts.Length > 3 && parts[^2].EndsWith(".p", StringComparison.Ordinal);
        if (parts.Length < 3 || parts[0] != "tile" || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var level)) return false;
        var width = FullWidth;
        if (isPartial && !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width)) return false;
        var digits = string.Concat(isPartial ? parts[2..^1] : parts[2..]).Replace("x", "", StringComparison.Ordinal).Replace(".p", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        var read = new Tile(level, number, width);
        if (level >= Levels || width is < 1 or > FullWidth || (isPartial && width == FullWidth) || read.Path != path) return false;
        tile = read;
        return true;
    }

    private string NumberPath()
    {
        var path = (Number % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = Number / 1000; rest > 0; rest /= 1000)
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
        return IsFull ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.p/{Width}");
    }
}
