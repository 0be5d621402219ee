using System.Buffers;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Makes the tree over a ledger's entries again, and compares it with the tiles in the database and with what is published.</summary>
internal sealed class FsckTree(Database database, LedgerFolder folder, Action<string, string> report)
{
    private const string Rebuilt = "remove `checkpoint` and `tile`, and opening the ledger publishes them again";

    private readonly TreeEdge edge = new();
    private readonly EntryWriter entries = new();
    private readonly ArrayBufferWriter<byte> bundle = new();
    private readonly List<int> ends = new(Tile.FullWidth);
    private long storedTiles;

    public void Add(LogEntry entry)
    {
        var bytes = entries.Write(entry.Kind, entry.RecordedAt, entry.Digest);
        LedgerTables.Bundle(bundle, bytes);
        ends.Add(bundle.WrittenCount);
        edge.Append(MerkleTree.Leaf(bytes), Compare);
    }

    /// <summary>Compares the tiles that are not full, the checkpoint, and what is left.</summary>
    public void Finish(long size, VerifierKey key)
    {
        if (edge.Size != size) return;
        foreach (var (tile, hashes) in edge.Partial.ToList()) Compare(tile, hashes);
        if (database.Number("SELECT count(*) FROM tile") != storedTiles)
            report(LedgerFolder.DatabaseName, "holds tiles that belong to no tree of its entries");
        foreach (var path in folder.PublishedTiles())
            if (!Belongs(path, size)) report(path, "belongs to no tree of the ledger's entries: remove it, or look for what was lost");
        CheckCheckpoint(size, key);
    }

    private void CheckCheckpoint(long size, VerifierKey key)
    {
        const string path = LedgerFolder.CheckpointName;
        if (folder.Read(path) is not { } note) report(path, $"is missing: {Rebuilt}");
        else if (!Checkpoint.TryOpen(note, key, out var checkpoint)) report(path, $"is not signed by the ledger's key: {Rebuilt}");
        else if (checkpoint.Size > size)
            report(path, $"holds {checkpoint.Size} statements, the database {size}: statements were lost; restore the database from a backup that has them");
        else if (checkpoint.Size < size) report(path, $"lags behind the database: {checkpoint.Size} of {size} statements; opening the ledger publishes the rest");
        else if (checkpoint.Root != edge.Root()) report(path, "is of other statements than the database holds: one of them was rewritten");
    }

    private void Compare(Tile tile, ReadOnlyMemory<byte> hashes)
    {
        if (tile.Level > 0)
        {
            storedTiles++;
            using var query = database.Query("SELECT hashes FROM tile WHERE level = ? AND number = ?").Bind(1, tile.Level).Bind(2, tile.Number);
            if (!query.Step() || !query.Bytes(0).SequenceEqual(hashes.Span))
                report(LedgerFolder.DatabaseName, $"its tile `{tile.Path}` is not what the entries give");
        }
        CompareFiles(tile, tile.Path, width => hashes[..(width * Digest.Size)]);
        if (tile.Level > 0) return;
        CompareFiles(tile, tile.EntriesPath, width => bundle.WrittenMemory[..ends[width - 1]]);
        bundle.ResetWrittenCount();
        ends.Clear();
    }

    /// <summary>Compares the file of a tile, and those of the partial tiles that it grew from, as far as they are still there.</summary>
    private void CompareFiles(Tile tile, string path, Func<int, ReadOnlyMemory<byte>> expected)
    {
        var partial = tile.IsFull ? path + ".p" : path[..path.LastIndexOf('/')];
        CompareFile(path, expected(tile.Width));
        if (!Directory.Exists(folder.In(partial))) return;
        foreach (var file in Directory.EnumerateFiles(folder.In(partial)))
            if (int.TryParse(Path.GetFileName(file), out var width) && width > 0 && width < tile.Width)
                CompareFile($"{partial}/{width}", expected(width));
    }

    private void CompareFile(string path, ReadOnlyMemory<byte> expected)
    {
        if (folder.Read(path) is not { } published) report(path, $"is missing: {Rebuilt}");
        else if (!expected.Span.SequenceEqual(published)) report(path, $"is not what the entries give: {Rebuilt}");
    }

    private static bool Belongs(string path, long size) =>
        Tile.TryParse(path.Replace("tile/entries/", "tile/0/", StringComparison.Ordinal), out var tile)
        && Tile.In(size, tile.Value.Level, tile.Value.Number) is { } there && tile.Value.Width <= there.Width;
}
