using System.Buffers;
using System.Globalization;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Makes the tree over a ledger's entries again, and compares it with the tiles in the database and with what is published.</summary>
/// <remarks>What is published may lag behind, if it holds as of its own checkpoint: a process that ended early has not published the rest yet.</remarks>
internal sealed class FsckTree
{
    private const string Remedy = "`headgate fsck --mend` writes it again from the database";

    private readonly Database database;
    private readonly LedgerFolder folder;
    private readonly long size;
    private readonly Action<string, string> report;
    private readonly TreeEdge edge = new();
    private readonly EntryWriter entries = new();
    private readonly ArrayBufferWriter<byte> bundle = new();
    private readonly List<int> ends = new(Tile.FullWidth);
    private readonly Checkpoint? checkpoint;
    private Digest root = MerkleTree.Empty;
    private long storedTiles;

    /// <param name="size">How many entries there are to be.</param>
    /// <param name="report">Is told a path and what is wrong there.</param>
    public FsckTree(Database database, LedgerFolder folder, long size, IReadOnlyList<VerifierKey> keys, Action<string, string> report)
    {
        (this.database, this.folder, this.size, this.report) = (database, folder, size, report);
        if (folder.Read(LedgerFolder.CheckpointName) is not { } note)
        {
            report(LedgerFolder.CheckpointName, $"is missing: {Remedy}");
            return;
        }
        foreach (var key in keys)
            if (Checkpoint.TryOpen(note, key, out checkpoint)) break;
        if (checkpoint is null) report(LedgerFolder.CheckpointName, $"is not signed by the ledger's key: {Remedy}");
    }

    public void Add(LogEntry entry)
    {
        var bytes = entries.Write(entry.Kind, entry.RecordedAt, entry.Digest);
        LedgerTables.Bundle(bundle, bytes);
        ends.Add(bundle.WrittenCount);
        edge.Append(MerkleTree.Leaf(bytes), Compare);
        if (edge.Size == checkpoint?.Size) root = edge.Root();
    }

    /// <summary>Compares the tiles that are not full, the checkpoint, and what is left.</summary>
    public void Finish()
    {
        if (edge.Size != size) return;
        foreach (var (tile, hashes) in edge.Partial.ToList()) Compare(tile, hashes);
        if (database.Number("SELECT count(*) FROM tile") != storedTiles)
            report(LedgerFolder.DatabaseName, "holds tiles that belong to no tree of its entries");
        // listed before the head is read: what is published has been committed
        var published = folder.PublishedTiles().ToList();
        using var later = new Database(folder.Database);
        var grown = LedgerTables.Head(later).Size;
        foreach (var path in published)
            if (!Belongs(path, grown)) report(path, "belongs to no tree of the ledger's entries: remove it, or look for what was lost");
        if (checkpoint is null) return;
        if (checkpoint.Size > grown)
            report(LedgerFolder.CheckpointName, $"holds {checkpoint.Size} statements, the database {grown}: statements were lost; restore the database from a backup that has them");
        else if (checkpoint.Root != (checkpoint.Size > size ? LedgerTables.Tree(later, checkpoint.Size).Root() : root))
            report(LedgerFolder.CheckpointName, "is of other statements than the database holds: one of them was rewritten");
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
        CompareFiles(tile, one => one.Path, width => hashes[..(width * Digest.Size)]);
        if (tile.Level > 0) return;
        CompareFiles(tile, one => one.EntriesPath, width => bundle.WrittenMemory[..ends[width - 1]]);
        bundle.ResetWrittenCount();
        ends.Clear();
    }

    /// <summary>Compares what is published of a tile: full, or of any width that it grew from; and sees that what the checkpoint needs is there.</summary>
    private void CompareFiles(Tile tile, Func<Tile, string> path, Func<int, ReadOnlyMemory<byte>> expected)
    {
        var full = path(tile with { Width = Tile.FullWidth });
        if (tile.IsFull) CompareFile(full, expected(tile.Width));
        foreach (var width in Widths(full + ".p").Where(width => width <= tile.Width)) CompareFile(path(tile with { Width = width }), expected(width));
        // in this order: the full tile is there before a partial one goes
        if (Tile.In(Math.Min(size, checkpoint?.Size ?? 0), tile.Level, tile.Number) is { } needed
            && !File.Exists(folder.In(path(needed))) && !File.Exists(folder.In(full)))
            report(path(needed), $"is missing: {Remedy}");
    }

    private IEnumerable<int> Widths(string partial) => Directory.Exists(folder.In(partial))
        ? Directory.GetFiles(folder.In(partial))
            .Select(file => int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var width) ? width : 0)
            .Where(width => width > 0)
        : [];

    private void CompareFile(string path, ReadOnlyMemory<byte> expected)
    {
        if (folder.Read(path) is { } published && !expected.Span.SequenceEqual(published)) report(path, $"is not what the entries give: {Remedy}");
    }

    private static bool Belongs(string path, long size) =>
        Tile.TryParse(path.Replace("tile/entries/", "tile/0/", StringComparison.Ordinal), out var tile)
        && Tile.In(size, tile.Value.Level, tile.Value.Number) is { } there && tile.Value.Width <= there.Width;
}
