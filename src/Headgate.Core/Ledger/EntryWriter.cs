using System.Buffers.Text;
using System.Text;

namespace Headgate.Ledger;

/// <summary>Writes many entries: what those of one kind and time have in common is made once.</summary>
internal sealed class EntryWriter
{
    private readonly byte[] buffer = new byte[128];
    private string? kind;
    private Instant recordedAt;
    private int head;

    /// <summary>The bytes of an entry (see <see cref="LogEntry.ToBytes"/>); valid until the next is written.</summary>
    public ReadOnlySpan<byte> Write(string kind, Instant recordedAt, in Digest digest)
    {
        if (!ReferenceEquals(this.kind, kind) || this.recordedAt != recordedAt)
        {
            (this.kind, this.recordedAt) = (kind, recordedAt);
            head = Encoding.ASCII.GetBytes(LogEntry.Head(kind, recordedAt), buffer);
        }
        Base64.EncodeToUtf8(digest, buffer.AsSpan(head), out _, out var written);
        return buffer.AsSpan(0, head + written);
    }
}
