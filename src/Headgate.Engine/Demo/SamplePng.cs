using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Headgate.Engine.Demo;

/// <summary>Writes a picture as PNG, 8 bits a channel, with an XMP packet in an <c>iTXt</c> chunk.</summary>
internal static class SamplePng
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcEntry)];

    /// <param name="pixels">Red, green, blue; row by row from the top.</param>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height, string xmp)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        Span<byte> header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        Chunk(png, "IHDR", header);
        Chunk(png, "iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Encoding.UTF8.GetBytes(xmp)]);
        Chunk(png, "IDAT", Compressed(pixels, width * 3, height));
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>The CRC-32 of a chunk's type and data (PNG, annex D).</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes) crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }

    private static byte[] Compressed(ReadOnlySpan<byte> pixels, int stride, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * stride, stride));
            }
        }
        return compressed.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint CrcEntry(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
