using System.Security.Cryptography;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Headgate.Gate;

/// <summary>An input file as it was found: its digest, and where its plain bytes lie.</summary>
/// <param name="Digesting">The SHA-256 of the file as it lies there, in lower-case hex, and its length; under way while other work is done.</param>
/// <param name="Plain">The file itself, or its decompressed copy.</param>
internal sealed record ScannedFile(ContentFile File, Task<(string Sha256, long Bytes)> Digesting, string Plain)
{
    /// <exception cref="BadInputException">The file could not be read to its end.</exception>
    public string Sha256 => Digesting.GetAwaiter().GetResult().Sha256;

    /// <inheritdoc cref="Sha256"/>
    public long Bytes => Digesting.GetAwaiter().GetResult().Bytes;

    private const int BlockBytes = 1 << 20;

    /// <summary>Reads a file once: digests it, and for a text format decompresses it and looks for what no text holds.</summary>
    /// <param name="folder">For decompressed copies.</param>
    /// <exception cref="BadInputException">The file is empty, cut short, or a text that is none.</exception>
    /// <param name="after">What is digested before it.</param>
    public static ScannedFile Read(ContentFile file, string folder, int index, CancellationToken cancellation, Task? after = null)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            if (file.Path == ContentFiles.Standard) return Standard(file, folder, index, cancellation);
            using var raw = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes);
            using var digested = new DigestingStream(raw, digest);
            if (raw.Length == 0) throw new BadInputException($"`{file.Path}` is empty", "give a file with records, or leave it out");
            if (file.Format == ContentFormat.Parquet) return new(file, Digest(file.Path, after, cancellation), file.Path);
            var isPlain = Decompress(digested, file.Path, out var text);
            var plain = isPlain ? file.Path : Path.Combine(folder, $"plain-{index}");
            using (var copy = isPlain ? null : System.IO.File.Create(plain))
            using (text)
                Copy(text, copy, file.Path, cancellation);
            digested.Drain();
            return new(file, Task.FromResult((Hex(digest), digested.Count)), plain);
        }
        catch (Exception error) when (error is SharpZipBaseException or ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new BadInputException($"`{file.Path}` cannot be decompressed: {error.Message.TrimEnd('.')}", "it may have been cut short: fetch it again");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file.Path, error);
        }
    }

    /// <summary>Writes standard input down, so that it can be read more than once.</summary>
    private static ScannedFile Standard(ContentFile file, string folder, int index, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var plain = Path.Combine(folder, $"plain-{index}");
        using var input = new DigestingStream(System.IO.File.OpenRead(Path.Combine(folder, ContentFiles.Spooled)), digest);
        using (var copy = System.IO.File.Create(plain)) Copy(input, copy, file.Path, cancellation);
        return new(file, Task.FromResult((Hex(digest), input.Count)), plain);
    }

    private static async Task<(string, long)> Digest(string path, Task? after, CancellationToken cancellation)
    {
        if (after is not null) await after.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Task.Run(
            () =>
            {
                try
                {
                    using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    using var digested = new DigestingStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0), digest);
                    Copy(digested, null, path, cancellation);
                    return (Hex(digest), digested.Count);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    throw Unreadable(path, error);
                }
            },
            cancellation).ConfigureAwait(false);
    }

    private static BadInputException Unreadable(string path, Exception error) =>
        new($"`{path}` cannot be read: {error.Message.TrimEnd('.')}", "check that it is there and may be read");

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
