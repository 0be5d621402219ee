using System.Security.Cryptography;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Headgate.Gate;

/// <summary>An input file as it was found: its digest, and where its plain bytes lie.</summary>
/// <param name="Sha256">Of the file as it lies there, in lower-case hex.</param>
/// <param name="Plain">The file itself, or its decompressed copy.</param>
internal sealed record ScannedFile(ContentFile File, string Sha256, long Bytes, string Plain)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Reads a file once: digests it, and for a text format decompresses it and looks for what no text holds.</summary>
    /// <param name="folder">For decompressed copies.</param>
    /// <exception cref="BadInputException">The file is empty, cut short, or a text that is none.</exception>
    public static ScannedFile Read(ContentFile file, string folder, int index, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            using var raw = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes);
            using var digested = new DigestingStream(raw, digest);
            if (raw.Length == 0) throw new BadInputException($"`{file.Path}` is empty", "give a file with records, or leave it out");
            if (file.Format == ContentFormat.Parquet)
            {
                Copy(digested, null, file.Path, cancellation);
                return new(file, Hex(digest), digested.Count, file.Path);
            }
            var isPlain = Decompress(digested, file.Path, out var text);
            var plain = isPlain ? file.Path : Path.Combine(folder, $"plain-{index}");
            using (var copy = isPlain ? null : System.IO.File.Create(plain))
            using (text)
                Copy(text, copy, file.Path, cancellation);
            digested.Drain();
            return new(file, Hex(digest), digested.Count, plain);
        }
        catch (Exception error) when (error is SharpZipBaseException or ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new BadInputException($"`{file.Path}` cannot be decompressed: {error.Message.TrimEnd('.')}", "it may have been cut short: fetch it again");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{file.Path}` cannot be read: {error.Message.TrimEnd('.')}", "check that it is there and may be read");
        }
    }

    private static bool Decompress(Stream compressed, string path, out Stream text)
    {
        text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipInputStream(compressed, BlockBytes)
            : path.EndsWith(".zst", StringComparison.Ordinal) ? new ZstdSharp.DecompressionStream(compressed, BlockBytes, checkEndOfStream: true)
            : compressed;
        return ReferenceEquals(text, compressed);
    }

    private static void Copy(Stream from, Stream? to, string path, CancellationToken cancellation)
    {
        var isText = to is not null || from is not DigestingStream || !path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        var block = new byte[BlockBytes];
        var (any, text) = (false, new TextScan(path));
        while (from.Read(block) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            any = true;
            var span = block.AsSpan(0, read);
            if (isText) text.Scan(span);
            to?.Write(span);
        }
        if (isText) text.End();
        if (!any) throw new BadInputException($"`{path}` is empty", "give a file with records, or leave it out");
    }

    private static string Hex(IncrementalHash digest) => Convert.ToHexStringLower(digest.GetHashAndReset());
}
