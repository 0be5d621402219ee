using System.Buffers.Binary;
using System.Text;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Tests.Manifest;

/// <summary>A small sealed data set in memory: 70,000 verdicts, five eligible records in JSONL and Parquet, the rest denied.</summary>
internal sealed class SampleDataSet
{
    public const int Input = 70_000;
    public const int Kept = 5;
    public const int Unknown = 9; // one without an author, eight without a standing

    private const ushort Grant = 12;
    private const ushort NoSuchPerson = 5;
    private const ushort NoAuthor = 2;
    private const ushort Objected = 8;

    private SampleDataSet(Dictionary<string, byte[]> files) => Files = files;

    public static SigningKey Key { get; } = SigningKey.FromSeed("headgate.example/sample", [.. Enumerable.Repeat((byte)7, 32)]);

    /// <summary>By path. Tests change it.</summary>
    public Dictionary<string, byte[]> Files { get; }

    /// <summary>The verdicts in input order; the last one lies in the second block.</summary>
    public static ushort[] Verdicts { get; } =
    [
        .. Enumerable.Range(0, Input).Select(record => record switch
        {
            0 or 1 or 2 or 3 or Input - 1 => Grant,
            10 => NoAuthor,
            > 10 and <= 18 => NoSuchPerson,
            _ => Objected,
        }),
    ];

    /// <param name="change">Makes another account of the same files, before it is signed.</param>
    /// <param name="key">Signs in place of <see cref="Key"/>.</param>
    public static SampleDataSet Seal(Func<GateManifest, GateManifest>? change = null, SigningKey? key = null, Action<Dictionary<string, byte[]>>? before = null)
    {
        key ??= Key;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["eligible/part-0.jsonl"] = "{\"record_id\":\"1\"}\n{\"record_id\":\"2\"}\n"u8.ToArray(),
            ["eligible/part-1.jsonl"] = "{\"record_id\":\"4\"}\n"u8.ToArray(),
            ["eligible/part-2.parquet"] = Parquet(2),
            ["denied.parquet"] = Parquet(Input - Kept),
            ["verdicts.bin"] = Bytes(Verdicts),
            ["report.html"] = "<!doctype html>\n<title>5 of 70,000</title>\n"u8.ToArray(),
        };
        before?.Invoke(files);
        var manifest = Account(files);
        if (change is not null) manifest = change(manifest);
        files[DataSetLayout.Manifest] = manifest.Sign(key).ToBytes();
        files[DataSetLayout.Checkpoint] = Encoding.UTF8.GetBytes(manifest.Ledger.Sign(key).ToString());
        files[DataSetLayout.LedgerKey] = Encoding.UTF8.GetBytes($"{key.Verifier}\n");
        return new(files);
    }

    public DataSetReport Verify(VerifierKey? pinned = null) =>
        DataSetVerification.Verify(Files.Keys, path => Files.TryGetValue(path, out var bytes) ? new MemoryStream(bytes, writable: false) : null, pinned);

    public void Write(string folder)
    {
        foreach (var (path, bytes) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }
    }

    public static byte[] Bytes(ReadOnlySpan<ushort> verdicts)
    {
        var bytes = new byte[verdicts.Length * 2];
        for (var i = 0; i < verdicts.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), verdicts[i]);
        return bytes;
    }

    /// <summary>As much of a Parquet file as a reader of its row count looks at: two row groups in a footer.</summary>
    public static byte[] Parquet(int rows)
    {
        byte[] footer =
        [
            0x15, 0x02, // version
            0x19, 0x1c, 0x48, 0x01, (byte)'s', 0x00, // schema: one element with a name
            0x16, .. Varint(2L * rows),
            0x19, 0x2c, 0x36, .. Varint(2), 0x00, 0x36, .. Varint(2L * (rows - 1)), 0x00,
            0x00,
        ];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
    }

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static GateManifest Account(Dictionary<string, byte[]> files)
    {
        using var tree = new VerdictTree();
        tree.Append(Verdicts);
        return new()
        {
            Policy = new("career-network", 3, Digest.Of("the policy"u8)),
            Ledger = new(Key.Verifier.Name, 4_321, Digest.Of("the ledger"u8)),
            At = Instant.FromDate(new(2025, 11, 3)),
            Purpose = "train-generative-ai",
            Replay = false,
            Inputs = [new(InputRole.Content, "posts é+<.parquet", Digest.Of("posts"u8), 763, Input), new(InputRole.Map, "map.yaml", Digest.Of("map"u8), 12, null)],
            Outputs = [.. files.Select(file => new OutputFile(file.Key, Digest.Of(file.Value), file.Value.Length, Records(file.Key)))],
            Counts = new(Input, Kept, Input - Kept, new Dictionary<string, long>
            {
                ["unknown-subject"] = Unknown,
                ["objected"] = Input - Kept - Unknown,
            }),
            Subjects = new(3, 41_000),
            Verdicts = new(tree.Root(),
            [
                new(NoAuthor, "unknown-subject", false), new(NoSuchPerson, "unknown-subject", false), new(Objected, "objected", false),
                new(11, "no-grant", false), new(Grant, "granted:legitimate-interests", true),
            ]),
            Engine = new("headgate", "0.1.0"),
            Previous = Digest.Of("the manifest before"u8),
        };
    }

    private static long? Records(string path) => path switch
    {
        "eligible/part-0.jsonl" or "eligible/part-2.parquet" => 2,
        "eligible/part-1.jsonl" => 1,
        "denied.parquet" => Input - Kept,
        "verdicts.bin" => Input,
        _ => null,
    };
}
