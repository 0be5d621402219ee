using System.Globalization;
using System.Security.Cryptography;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>The second pass: copies what passes, in order, without a join, and writes down what does not (house.md, A gate run).</summary>
internal sealed class DataSetWriter(DuckSession duck, Verdicts verdicts, string folder, OutputFormat format)
{
    private readonly List<OutputFile> outputs = [];

    public IReadOnlyList<OutputFile> Outputs => outputs;

    /// <summary>The raw lines of a JSONL file, as they are.</summary>
    private const string LineOptions = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'";

    /// <summary>Ids are told apart and nothing else is long: a dictionary of them, or a stronger compression, would cost more than it saves.</summary>
    public const string ParquetListOptions = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 4096";

    public const string JsonListOptions = "FORMAT json";

    private string ListOptions => format == OutputFormat.Parquet ? ParquetListOptions : JsonListOptions;

    private string Ending => format == OutputFormat.Parquet ? "parquet" : "jsonl";

    public void Eligible(ContentTable content, int index, long kept)
    {
        Directory.CreateDirectory(Path.Combine(folder, "eligible"));
        var name = string.Create(CultureInfo.InvariantCulture, $"eligible/part-{index:D5}.{Ending}");
        var filter = $"FROM read_parquet({Sql.Text(content.Parquet)}) WHERE headgate_kept(file_row_number + {content.First})";
        var asLines = format == OutputFormat.JsonLines && content.Lines is not null;
        Copy($"SELECT {(asLines ? content.Lines : content.Output)} {filter}", name, kept, asLines ? LineOptions : format == OutputFormat.Parquet ? "FORMAT parquet, COMPRESSION zstd" : "FORMAT json");
    }

    /// <summary>Record and reason of each record left out, in order; with <paramref name="claims"/> also whom it is about.</summary>
    public void Denied(IReadOnlyList<ContentTable> contents, long dropped, string? claims)
    {
        var denied = string.Join(" UNION ALL ", contents.Select(content =>
            $"SELECT pos, hg_id AS record_id, headgate_reason(pos) AS reason FROM ({content.Query()}) WHERE headgate_dropped(pos)"));
        Copy(
            claims is null
                ? $"SELECT record_id, reason FROM ({denied})"
                : $"SELECT d.record_id, d.reason, w.subject, w.region FROM ({denied}) d LEFT JOIN ({claims}) w ON w.pos = d.pos ORDER BY d.pos",
            $"denied.{Ending}", dropped, ListOptions);
    }

    /// <summary>Record, verdict and reason of every record, in order.</summary>
    public void VerdictList(IReadOnlyList<ContentTable> contents, long rows) => Copy(
        string.Join(" UNION ALL ", contents.Select(content =>
            $"SELECT hg_id AS record_id, headgate_verdict(pos) AS verdict, headgate_reason(pos) AS reason FROM ({content.Query()})")),
        $"verdicts.{Ending}", rows, ListOptions);

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

    /// <summary>Takes a file of the folder into the account.</summary>
    public void Add(string name, long? records)
    {
        using var stream = File.OpenRead(Path.Combine(folder, name));
        var bytes = stream.Length;
        outputs.Add(new(name, Digest.From(SHA256.HashData(stream)), bytes, records));
    }

    private void Copy(string query, string name, long records, string options)
    {
        duck.Execute($"COPY ({query}) TO {Sql.Text(Path.Combine(folder, name))} ({options})");
        Add(name, records);
    }
}
