using System.Runtime.CompilerServices;

namespace Headgate.Suggest.Training;

/// <summary>Reads numbers of seven bits a byte, lowest first.</summary>
internal sealed class VarintReader(Stream stream)
{
    private const int MostBytes = 1 << 20;

    private readonly byte[] buffer = new byte[1 << 17];
    private int at;
    private int length;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => at == length && !Fill();

    /// <exception cref="InvalidDataException">The file is cut short, or a number is too large.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read()
    {
        if (at < length && buffer[at] < 0x80) return buffer[at++];
        return ReadLong();
    }

    /// <exception cref="InvalidDataException">It is not below 2^31.</exception>
    public int ReadInt()
    {
        var value = Read();
        return value <= int.MaxValue ? (int)value : throw new InvalidDataException("a number is too large");
    }

    public byte[] ReadBytes()
    {
        var count = ReadInt();
        if (count > MostBytes) throw new InvalidDataException("a text is too long");
        var bytes = new byte[count];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = One();
        return bytes;
    }

    private ulong ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var one = One();
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return value;
        }
        throw new InvalidDataException("a number is too large");
    }

    private byte One()
    {
        if (at == length && !Fill()) throw new InvalidDataException("the file is cut short");
        return buffer[at++];
    }

    private bool Fill()
    {
        length = stream.Read(buffer, 0, buffer.Length);
        at = 0;
        return length > 0;
    }
}
