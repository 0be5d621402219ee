using System.Security;
using System.Security.Cryptography;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>The files of a data set or pack as they lie there, which may be hostile: what cannot be read is a problem, never an exception.</summary>
/// <param name="files">Their paths below the folder, with slashes.</param>
/// <param name="problems">What was found is added to these.</param>
internal sealed class UntrustedFiles(IReadOnlySet<string> files, Func<string, Stream?> open, List<VerificationProblem> problems)
{
    public bool Has(string path) => files.Contains(path);

    public IEnumerable<string> All => files;

    public void Add(string path, string problem) => problems.Add(new(path, problem));

    /// <returns>Null, and that is a problem, where the file is missing, longer than <paramref name="most"/> bytes, or cannot be read.</returns>
    public byte[]? ReadAll(string path, long most)
    {
        byte[]? all = null;
        Read(path, stream =>
        {
            using var buffer = new MemoryStream();
            var part = new byte[64 * 1024];
            for (int read; buffer.Length <= most && (read = stream.Read(part)) > 0;) buffer.Write(part, 0, read);
            if (buffer.Length > most) Add(path, $"has more than {most} bytes");
            else all = buffer.ToArray();
        });
        return all;
    }

    /// <summary>Compares a file with what was signed of it; no more is read than it should have.</summary>
    public bool Matches(OutputFile listed)
    {
        var matches = false;
        Read(listed.Path, stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (part, bytes) = (new byte[64 * 1024], 0L);
            for (int read; bytes <= listed.Bytes && (read = stream.Read(part)) > 0; bytes += read) hash.AppendData(part, 0, read);
            matches = bytes == listed.Bytes && Digest.From(hash.GetHashAndReset()) == listed.Sha256;
            if (!matches) Add(listed.Path, "is not the file that was signed");
        });
        return matches;
    }

    /// <summary>Reads a file line by line.</summary>
    /// <param name="most">The longest line in bytes; a longer one ends the reading, and is a problem.</param>
    public void Lines(string path, int most, Action<byte[], long> line) => Read(path, stream =>
    {
        var (part, pending, number) = (new byte[64 * 1024], new MemoryStream(), 0L);
        for (int read; (read = stream.Read(part)) > 0;)
            foreach (var one in part.AsSpan(0, read))
            {
                if (one != '\n') pending.WriteByte(one);
                else
                {
                    line(pending.ToArray(), ++number);
                    pending.SetLength(0);
                }
                if (pending.Length <= most) continue;
                Add(path, $"line {number + 1} is too long");
                return;
            }
        if (pending.Length > 0) Add(path, "does not end with a whole line");
    });

    /// <summary>Reads a file; that it is missing or cannot be read is a problem.</summary>
    public void Read(string path, Action<Stream> read)
    {
        try
        {
            using var stream = files.Contains(path) ? open(path) : null;
            if (stream is null) Add(path, "is missing");
            else read(stream);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            Add(path, $"cannot be read: {fault.Message}");
        }
    }
}
