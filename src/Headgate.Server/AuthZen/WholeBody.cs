using System.Buffers;

namespace Headgate.Server;

/// <summary>A body that came in several pieces, in one piece of memory that is lent.</summary>
internal readonly ref struct WholeBody
{
    private readonly byte[] lent;
    private readonly int length;

    public WholeBody(ReadOnlySequence<byte> body)
    {
        length = (int)body.Length;
        lent = ArrayPool<byte>.Shared.Rent(length);
        body.CopyTo(lent);
    }

    public ReadOnlySpan<byte> Bytes => lent.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(lent);
}
