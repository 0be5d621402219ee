using Headgate.Gate;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>A sealed data set that another is to follow, or that is looked at again.</summary>
/// <param name="Folder">Where it lies, in full.</param>
/// <param name="Envelope">Its manifest as it lies there.</param>
/// <param name="Payload">What of it is signed.</param>
public sealed record PreviousDataSet(string Folder, GateManifest Manifest, byte[] Envelope, byte[] Payload)
{
    /// <summary>Its parts, for a run that follows it to take over; null where there is none.</summary>
    public string? Journal { get; init; }

    /// <summary>Whether each code of its verdict file allows.</summary>
    private bool[] Allowing => [.. Enumerable.Range(0, Manifest.Verdicts.Codes.Max(code => code.Code) + 1).Select(code => Manifest.Verdicts.Codes.Any(one => one.Code == code && one.Allows))];

    /// <summary>Reads a data set whose manifest is signed by the ledger and whose verdicts are those that it was sealed with. What else lies there is only looked at for its size.</summary>
    /// <exception cref="BadInputException">There is no data set.</exception>
    /// <exception cref="LedgerDamageException">It does not hold.</exception>
    public static PreviousDataSet Read(string folder, Session session)
    {
        var path = Path.Combine(folder, DataSetLayout.Manifest);
        if (!File.Exists(path)) throw new BadInputException($"there is no data set in `{folder}`", "name a folder that `headgate gate` made");
        var envelope = File.ReadAllBytes(path);
        if (!DsseEnvelope.TryParse(envelope, out var dsse) || session.Store.SignerOf(dsse) is null) throw DoesNotHold(folder, "its manifest is not signed by this ledger");
        if (!GateManifest.TryParse(dsse.Payload, out var manifest, out var problem)) throw DoesNotHold(folder, $"its manifest cannot be read: {problem}");
        foreach (var output in manifest.Outputs)
        {
            var file = new FileInfo(Path.Combine(folder, output.Path));
            if (!file.Exists || file.Length != output.Bytes) throw DoesNotHold(folder, $"`{output.Path}` is {(file.Exists ? "not as it was sealed" : "missing")}");
        }
        using var tree = new VerdictTree();
        using (var verdicts = File.OpenRead(Path.Combine(folder, DataSetLayout.Verdicts)))
        {
            var block = new byte[1 << 17];
            for (int read; (read = verdicts.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0;) tree.Append(block.AsSpan(0, read));
        }
        if (tree.Root() != manifest.Verdicts.Root) throw DoesNotHold(folder, "its verdicts are not those that were sealed");
        return new(Path.GetFullPath(folder), manifest, envelope, dsse.Payload.ToArray());
    }

    /// <summary>Writes down its parts, for those of them that are one for a file that was read.</summary>
    public PreviousDataSet WithJournal(string folder)
    {
        var codes = File.ReadAllBytes(Path.Combine(Folder, DataSetLayout.Verdicts));
        var allowing = Allowing;
        var (first, index) = (0L, 0);
        foreach (var input in Manifest.Inputs.Where(input => input.Role == InputRole.Content))
        {
            var rows = input.Records ?? 0;
            var parts = Manifest.Outputs.Where(output => output.Path.StartsWith($"{DataSetLayout.Eligible}part-{index:D5}", StringComparison.Ordinal)).ToList();
            var kept = PartKey.DigestOf(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(codes.AsSpan())[(int)first..(int)(first + rows)], allowing);
            if (parts is [var part])
                PartJournal.Add(folder, new(new(input.Sha256.ToHex(), 0, rows, kept, null), Path.Combine(Folder, part.Path), part.Sha256.ToHex(), part.Bytes, part.Records ?? 0));
            first += rows;
            index++;
        }
        return this with { Journal = Path.Combine(folder, PartJournal.Name) };
    }

    private static LedgerDamageException DoesNotHold(string folder, string why) => new($"`{folder}` does not hold: {why}");
}
