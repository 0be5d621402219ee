using System.Buffers;

namespace Headgate.Suggest.Training;

/// <summary>Writes what bundles contribute to the wordings of one length (docs/model-format.md, Contributions).</summary>
internal sealed class ContributionWriter(Stream stream) : IDisposable
{
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int length;

    /// <summary>Writes a bundle's wordings, given with a record each; sorts them.</summary>
    /// <param name="uses">The wording's number above, the record's below.</param>
    public void Write(Span<ulong> uses)
    {
        uses.Sort();
        var different = 0;
        for (var i = 0; i < uses.Length; i++)
            if (i == 0 || uses[i] >> 32 != uses[i - 1] >> 32) different++;
        Begin(different);
        for (int i = 0, end; i < uses.Length; i = end)
        {
            var id = uses[i] >> 32;
            var posts = 1;
            for (end = i + 1; end < uses.Length && uses[end] >> 32 == id; end++)
                if (uses[end] != uses[end - 1]) posts++;
            Add((uint)id, (uint)(end - i), (uint)posts);
        }
    }

    /// <summary>Begins a bundle with so many wordings; <see cref="Add"/> them in order.</summary>
    public void Begin(int different)
    {
        last = 0;
        Varint((uint)different);
    }

    private uint last;

    public void Add(uint id, uint times, uint posts)
    {
        var step = (ulong)(id - last) << 1;
        last = id;
        if (times == 1 && posts == 1)
        {
            Varint(step);
            return;
        }
        Varint(step | 1);
        Varint(times);
        Varint(posts);
    }

    public void Flush()
    {
        stream.Write(buffer, 0, length);
        length = 0;
    }

    public void Dispose()
    {
        Flush();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Varint(ulong value)
    {
        if (length > buffer.Length - 10) Flush();
        while (value >= 0x80)
        {
            buffer[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        buffer[length++] = (byte)value;
    }
}
