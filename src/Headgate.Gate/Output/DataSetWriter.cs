using System.Globalization;
using System.Security.Cryptography;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>The second pass: copies what passes, in order, without a join, and writes down what does not (house.md, A gate run).</summary>
internal sealed class DataSetWriter(DuckSession session, Verdicts verdicts, GateRequest request)
{
    /// <summary>The raw lines of a JSONL file, as they are.</summary>
    private const string LineOptions = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'";

    private const int MostFiles = 10_000;

    private readonly string folder = request.Out;
    private readonly bool isParquet = request.Format == OutputFormat.Parquet;
    private readonly PartStore finished = new(request.Parts);
    private readonly List<OutputFile> outputs = [];
    private Task digesting = Task.CompletedTask;
    private DuckSession duck = session;

    /// <summary>What was written, in no particular order.</summary>
    public IReadOnlyList<OutputFile> Outputs
    {
        get
        {
            digesting.GetAwaiter().GetResult();
            return outputs;
        }
    }

    /// <summary>Ids are told apart and nothing else is long: a stronger compression would cost more than it saves.</summary>
    public const string ParquetListOptions = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 4096";

    /// <summary>Where a list has no column but ids and what has a type of its own, nothing needs to be looked at for a dictionary.</summary>
    private const string ParquetIdOptions = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1";

    /// <summary>A column that takes more different values in a row group of 122,880 is written without a dictionary, which would hold a good part of it; to find that out costs less.</summary>
    private const string ContentOptions = "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 8192";

    public const string JsonListOptions = "FORMAT json";

    private string ListOptions => isParquet ? ParquetListOptions + RowGroups : JsonListOptions;

    private string IdOptions => isParquet ? ParquetIdOptions + RowGroups : JsonListOptions;

    private string RowGroups => request.Shape.RowGroupRows is { } rows ? string.Create(CultureInfo.InvariantCulture, $", ROW_GROUP_SIZE {rows}") : "";

    private string Ending => isParquet ? "parquet" : "jsonl";

    /// <summary>Goes on with another DuckDB.</summary>
    public DataSetWriter On(DuckSession other)
    {
        duck = other;
        return this;
    }

    /// <summary>Writes the eligible records of a file, in one part or several.</summary>
    /// <param name="isResumable">Whether what is finished is to be noted, for a run that comes after.</param>
    public void Eligible(ContentTable content, int index, long kept, bool isResumable)
    {
        Directory.CreateDirectory(Path.Combine(folder, "eligible"));
        var cuts = Cuts(content, kept);
        for (var i = 0; i < cuts.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"eligible/part-{index:D5}{(cuts.Count > 1 ? $"-{i:D4}" : "")}.{Ending}");
            Eligible(content, name, cuts[i].From, cuts[i].Rows, cuts.Count == 1 ? kept : cuts[i].Kept, cuts.Count == 1, isResumable);
        }
    }

    private void Eligible(ContentTable content, string name, long from, long rows, long kept, bool isWhole, bool isResumable)
    {
        var asLines = !isParquet && content.Lines is not null;
        var columns = asLines ? content.Lines : content.Output;
        var options = asLines ? LineOptions : isParquet ? ContentOptions + RowGroups : "FORMAT json";
        PartKey? key = null;
        if (isResumable || !finished.IsEmpty)
        {
            key = new(
                content.Input.Sha256, from, rows, PartKey.DigestOf(verdicts.Codes.Slice((int)(content.First + from), (int)rows), verdicts.Allowing),
                PartKey.DigestOf($"{columns}", options, GateEngine.Build));
            if (finished.Take(key, Path.Combine(folder, name)) is { } part)
            {
                lock (outputs) outputs.Add(new(name, Digest.From(Convert.FromHexString(part.Sha256)), part.Bytes, part.Records));
                if (isResumable) PartJournal.Add(folder, part with { Key = key, Path = name });
                return;
            }
        }
        var range = isWhole ? "" : string.Create(CultureInfo.InvariantCulture, $"file_row_number BETWEEN {from} AND {from + rows - 1} AND ");
        Copy($"SELECT {columns} FROM {Sql.Parquet(content.Parquet)} WHERE {range}headgate_kept(file_row_number + {content.First})", name, kept, options);
        if (!isResumable) return;
        var written = Outputs.First(output => output.Path == name);
        PartJournal.Add(folder, new(key!, name, written.Sha256.ToHex(), written.Bytes, kept));
    }

    /// <summary>Where a file's eligible records are cut, so that no part grows much beyond what was asked for.</summary>
    private List<(long From, long Rows, long Kept)> Cuts(ContentTable content, long kept)
    {
        var bytes = request.Shape.FileBytes is null || kept == 0 ? 0 : (double)new FileInfo(content.Parquet).Length * kept / content.Rows;
        var files = request.Shape.FileBytes is { } most ? Math.Clamp((long)Math.Ceiling(bytes / most), 1, MostFiles) : 1;
        if (files == 1) return [(0, content.Rows, kept)];
        var (cuts, from, taken) = (new List<(long, long, long)>(), 0L, 0L);
        var each = (kept + files - 1) / files;
        for (var row = 0L; row < content.Rows; row++)
        {
            if (verdicts.Allows(content.First + row)) taken++;
            if (taken < each && row < content.Rows - 1) continue;
            cuts.Add((from, row + 1 - from, taken));
            (from, taken) = (row + 1, 0);
        }
        return cuts;
    }

    /// <summary>Record and reason of each record left out, in order; with <paramref name="claims"/> also whom it is about.</summary>
    public void Denied(IReadOnlyList<ContentTable> contents, long dropped, string? claims)
    {
        var denied = string.Join(" UNION ALL ", contents.Select(content =>
            $"SELECT pos, hg_id AS record_id, headgate_reason(headgate_code(pos)) AS reason FROM ({content.Query()}) WHERE headgate_dropped(pos)"));
        Copy(
            claims is null
                ? $"SELECT record_id, reason FROM ({denied}){(dropped == 0 ? " LIMIT 0" : "")}"
                : $"SELECT d.record_id, d.reason, w.subject, w.region FROM ({denied}) d LEFT JOIN ({claims}) w ON w.pos = d.pos ORDER BY d.pos",
            $"denied.{Ending}", dropped, claims is null ? IdOptions : ListOptions);
    }

    /// <summary>Record, verdict and reason of every record, in order.</summary>
    public void VerdictList(IReadOnlyList<ContentTable> contents, long rows) =>
        VerdictList(string.Join(" UNION ALL ", contents.Select(content => $"SELECT hg_id, headgate_code(pos) AS code FROM ({content.Query()})")), rows);

    /// <inheritdoc cref="VerdictList(IReadOnlyList{ContentTable}, long)"/>
    /// <param name="decided">A query for the id and the code of each record, in order.</param>
    public void VerdictList(string decided, long rows) =>
        Copy($"SELECT hg_id AS record_id, headgate_verdict(code) AS verdict, headgate_reason(code) AS reason FROM ({decided})", $"verdicts.{Ending}", rows, IdOptions);

    /// <summary>The verdict file, and the root over it.</summary>
    public Digest VerdictFile(long rows)
    {
        using var tree = new VerdictTree();
        var codes = verdicts.Codes[..(int)rows];
        tree.Append(codes);
        using (var stream = File.Create(Path.Combine(folder, DataSetLayout.Verdicts)))
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(codes));
        Add(DataSetLayout.Verdicts, rows);
        return tree.Root();
    }

    /// <summary>Takes a file of the folder into the account; it is digested while the next one is written.</summary>
    private void Add(string name, long? records) => digesting = Digesting(digesting, name, records);

    private async Task Digesting(Task before, string name, long? records)
    {
        await before.ConfigureAwait(false);
        await Task.Run(() =>
        {
            using var stream = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            var output = new OutputFile(name, Digest.From(SHA256.HashData(stream)), stream.Length, records);
            lock (outputs) outputs.Add(output);
        }).ConfigureAwait(false);
    }

    private void Copy(string query, string name, long records, string options)
    {
        duck.Execute($"COPY ({query}) TO {Sql.Text(Path.Combine(folder, name))} ({options})");
        Add(name, records);
    }
}
