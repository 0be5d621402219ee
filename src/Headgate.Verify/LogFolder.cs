using System.Buffers.Binary;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Verify;

/// <summary>A published log in a folder: a checkpoint, tiles, bundles of entries (C2SP tlog-tiles).</summary>
internal sealed class LogFolder(string path)
{
    private const int MostProblems = 20;
    private const int MostBytes = Tile.FullWidth * (2 + ushort.MaxValue);

    public static bool IsLog(string path) => Directory.Exists(Path.Combine(path, "tile")) || (File.Exists(Path.Combine(path, "checkpoint")) && File.Exists(Path.Combine(path, "ledger.vkeys")) && !File.Exists(Path.Combine(path, "manifest.dsse.json")));

    /// <summary>The keys that lie beside the log; none where they do not follow from one another.</summary>
    public IReadOnlyList<VerifierKey> Keys() =>
        Read("ledger.vkeys") is { } chain && KeyChain.TryParse(Encoding.UTF8.GetString(chain), out var keys) ? keys
        : Read("ledger.vkey") is { } only && VerifierKey.TryParse(Encoding.UTF8.GetString(only).TrimEnd('\n'), out var key) ? [key]
        : [];

    /// <summary>The checkpoint, and which of some keys signed it; null where none did.</summary>
    public (Checkpoint Checkpoint, VerifierKey Key)? Checkpoint(IReadOnlyList<VerifierKey> keys)
    {
        if (Read("checkpoint") is not { } note) return null;
        foreach (var key in keys.Reverse())
            if (Ledger.Checkpoint.TryOpen(note, key, out var checkpoint)) return (checkpoint, key);
        return null;
    }

    /// <summary>Reads every entry, makes the tree over them, and compares it with the tiles and the checkpoint.</summary>
    public IReadOnlyList<string> Problems(Checkpoint checkpoint)
    {
        var problems = new List<string>();
        var edge = new TreeEdge();
        for (var first = 0L; first < checkpoint.Size && problems.Count < MostProblems; first += Tile.FullWidth)
        {
            var tile = Tile.In(checkpoint.Size, 0, first / Tile.FullWidth)!.Value;
            if (ReadEither(tile, one => one.EntriesPath) is not { } bundle || Entries(bundle, tile.Width) is not { } entries)
            {
                problems.Add($"`{tile.EntriesPath}` is missing, or holds no entries");
                break;
            }
            var last = Instant.MinValue;
            foreach (var entry in entries)
            {
                if (!LogEntry.TryParse(entry.Span, out var read)) problems.Add($"an entry in `{tile.EntriesPath}` is none");
                else if (read.RecordedAt < last) problems.Add($"an entry in `{tile.EntriesPath}` was recorded before the one that it follows");
                else last = read.RecordedAt;
                edge.Append(MerkleTree.Leaf(entry.Span), (full, hashes) => Compare(full, hashes));
            }
        }
        foreach (var (tile, hashes) in edge.Partial.ToList()) Compare(tile, hashes);
        if (problems.Count == 0 && edge.Root() != checkpoint.Root) problems.Add("its entries are not those that its checkpoint signs");
        return problems;

        void Compare(Tile tile, ReadOnlyMemory<byte> hashes)
        {
            if (ReadEither(tile, one => one.Path) is not { } published || !published.AsSpan(0, Math.Min(published.Length, hashes.Length)).SequenceEqual(hashes.Span))
                problems.Add($"`{tile.Path}` is missing, or not what the entries give");
        }
    }

    /// <summary>The public acts among the first entries of a log that holds, by position.</summary>
    public IEnumerable<(long Position, string Kind)> PublicActs(Checkpoint log, long below)
    {
        for (var position = 0L; position < below;)
        {
            var tile = Tile.In(log.Size, 0, position / Tile.FullWidth)!.Value;
            if (ReadEither(tile, one => one.EntriesPath) is not { } bundle || Entries(bundle, tile.Width) is not { } entries) yield break;
            foreach (var entry in entries)
            {
                if (position < below && LogEntry.TryParse(entry.Span, out var read) && read.Kind != LogEntry.Personal) yield return (position, read.Kind);
                position++;
            }
        }
    }

    /// <summary>Whether the log, at its checkpoint, begins with what another checkpoint of it signs.</summary>
    /// <returns>What does not hold; null where it does.</returns>
    public string? Extends(Checkpoint log, Checkpoint older)
    {
        if (older.Size > log.Size) return $"the log in `{path}` has {log.Size} entries, and had {older.Size}: it was taken back";
        if (older.Size == 0) return older.Root == MerkleTree.Empty ? null : "an empty tree has another root";
        try
        {
            var tree = new TileTree(log.Size, tile => ReadEither(tile, one => one.Path) is { } hashes && hashes.Length >= tile.Width * Digest.Size ? hashes : throw new IOException($"`{tile.Path}` is missing or cut off"));
            var proof = older.Size == log.Size ? [] : tree.Consistency(older.Size);
            return older.Size == log.Size ? (older.Root == log.Root ? null : Forked()) : MerkleProof.Extends(older.Size, older.Root, log.Size, log.Root, proof) ? null : Forked();
        }
        catch (IOException fault)
        {
            return $"its history cannot be checked: {fault.Message}";
        }

        string Forked() => $"the log in `{path}` does not begin with the {older.Size} entries that were signed here: it was rewritten, or has two histories";
    }

    /// <summary>Entries, each after its length in two bytes; null where there are not that many.</summary>
    private static List<ReadOnlyMemory<byte>>? Entries(byte[] bundle, int count)
    {
        var entries = new List<ReadOnlyMemory<byte>>(count);
        var at = 0;
        while (entries.Count < count)
        {
            if (at + 2 > bundle.Length) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at));
            if (at + 2 + length > bundle.Length) return null;
            entries.Add(bundle.AsMemory(at + 2, length));
            at += 2 + length;
        }
        return entries;
    }

    /// <summary>A tile as wide as it is needed, or as it has grown since.</summary>
    private byte[]? ReadEither(Tile tile, Func<Tile, string> name) => Read(name(tile)) ?? (tile.IsFull ? null : Read(name(tile with { Width = Tile.FullWidth })));

    private byte[]? Read(string name)
    {
        try
        {
            // a link may lead anywhere, and no file of a log is longer than 256 of the longest entries
            var file = new FileInfo(Path.Combine(path, name));
            return file.LinkTarget is null && file.Length is > 0 and <= MostBytes ? File.ReadAllBytes(file.FullName) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
