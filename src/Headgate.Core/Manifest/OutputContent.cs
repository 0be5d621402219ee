using System.Security.Cryptography;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>What reading a file of a data set once, from beginning to end, shows of it.</summary>
/// <param name="Bytes">One more than was allowed where the file is longer; the rest was not read.</param>
/// <param name="Lines">Ended ones, and the last if it is not.</param>
internal sealed record OutputContent(Digest Sha256, long Bytes, long Lines)
{
    private const int BufferBytes = 1 << 17;

    /// <param name="most">The bytes that it is said to have.</param>
    /// <param name="also">Is shown the bytes as they come.</param>
    public static OutputContent Read(Stream stream, long most, Action<ReadOnlySpan<byte>>? also)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var (bytes, lines, open) = (0L, 0L, false);
        for (int read; bytes <= most && (read = stream.Read(buffer)) > 0;)
        {
            var part = buffer.AsSpan(0, read);
            hash.AppendData(part);
            also?.Invoke(part);
            bytes += read;
            lines += part.Count((byte)'\n');
            open = part[^1] != '\n';
        }
        return new(Digest.From(hash.GetHashAndReset()), Math.Min(bytes, most + 1), open ? lines + 1 : lines);
    }
}
