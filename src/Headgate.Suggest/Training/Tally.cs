namespace Headgate.Suggest.Training;

/// <summary>How often each wording of one length was used, in how many records, by how many people: summed up from what bundles contribute, those left out that are to be forgotten.</summary>
internal sealed class Tally(int count)
{
    public uint[] Times { get; } = new uint[count];

    public uint[] Posts { get; } = new uint[count];

    public uint[] People { get; } = new uint[count];

    /// <param name="isForgotten">A flag a bundle.</param>
    /// <exception cref="InvalidDataException">The file is not what its model says.</exception>
    public static Tally Of(string file, int count, IReadOnlyList<Bundle> bundles, bool[] isForgotten, CancellationToken cancellation)
    {
        var tally = new Tally(count);
        var last = new int[count];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        var reader = new VarintReader(stream);
        var author = 0;
        for (var b = 0; b < bundles.Count; b++)
        {
            if (b % 64 == 0) cancellation.ThrowIfCancellationRequested();
            if (b == 0 || bundles[b].Author != bundles[b - 1].Author) author++;
            tally.Add(reader, isForgotten[b], author, last);
        }
        if (!reader.IsAtEnd) throw new InvalidDataException("there is more than the bundles hold");
        return tally;
    }

    private void Add(VarintReader reader, bool isForgotten, int author, int[] last)
    {
        ulong id = 0;
        for (var left = reader.ReadInt(); left > 0; left--)
        {
            var step = reader.Read();
            var (times, posts) = (step & 1) == 0 ? (1u, 1u) : ((uint)reader.ReadInt(), (uint)reader.ReadInt());
            id += step >> 1;
            if (id >= (ulong)last.Length) throw new InvalidDataException("a wording has a number that the model does not know");
            if (isForgotten) continue;
            Times[id] = checked(Times[id] + times);
            Posts[id] += posts;
            if (last[id] == author) continue;
            last[id] = author;
            People[id]++;
        }
    }

    /// <summary>Writes the contributions again: without the forgotten bundles, and with new numbers.</summary>
    /// <param name="map">By old number: the new one, or -1 where the wording is no longer kept.</param>
    public static void Rewrite(string from, string to, bool[] isForgotten, int[] map, CancellationToken cancellation)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        using var target = File.Create(to);
        var reader = new VarintReader(source);
        using var writer = new ContributionWriter(target);
        var kept = new List<(uint Id, uint Times, uint Posts)>();
        for (var b = 0; b < isForgotten.Length; b++)
        {
            if (b % 64 == 0) cancellation.ThrowIfCancellationRequested();
            kept.Clear();
            ulong id = 0;
            for (var left = reader.ReadInt(); left > 0; left--)
            {
                var step = reader.Read();
                var (times, posts) = (step & 1) == 0 ? (1u, 1u) : ((uint)reader.ReadInt(), (uint)reader.ReadInt());
                id += step >> 1;
                if (map[id] is >= 0 and var mapped) kept.Add(((uint)mapped, times, posts));
            }
            if (isForgotten[b]) continue;
            writer.Begin(kept.Count);
            foreach (var (mapped, times, posts) in kept) writer.Add(mapped, times, posts);
        }
    }
}
