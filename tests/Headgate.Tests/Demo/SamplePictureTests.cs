using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Headgate.Engine.Demo;
using Xunit;

namespace Headgate.Tests.Demo;

public sealed class SamplePictureTests
{
    private static readonly SampleNetwork Network = new(people: 300, records: 2_400);

    private static readonly XNamespace Plus = "http://ns.useplus.org/ldf/xmp/1.0/";

    [Fact]
    public void every_picture_is_a_png_of_the_size_its_record_says()
    {
        for (var number = 0; number < Network.Pictures; number++)
        {
            var chunks = Chunks(Network.Picture(number));
            Assert.Equal(["IHDR", "iTXt", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
            var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data), BinaryPrimitives.ReadInt32BigEndian(chunks[0].Data.AsSpan(4)));
            var photo = Network.Photo(number).Photo!;
            Assert.Equal((photo.Width, photo.Height), (width, height));
            Assert.Equal((width * 3 + 1) * height, Inflated(chunks[2].Data).Length);
        }
    }

    [Fact]
    public void what_a_picture_says_of_itself_is_what_its_record_says()
    {
        var reserved = 0;
        for (var number = 0; number < Network.Pictures; number++)
        {
            var record = Network.Photo(number);
            var xmp = Xmp(Network.Picture(number));
            Assert.Equal($"photos/{number:D3}.png", record.Photo!.Image);
            Assert.Equal(record.Text, xmp.Descendants().Single(element => element.Name.LocalName == "li").Value);
            Assert.Equal(record.Photo.Camera, xmp.Descendants().Single(element => element.Name.LocalName == "Model").Value);
            Assert.Equal(record.Photo.DataMining, xmp.Descendants(Plus + "DataMining").SingleOrDefault()?.Value);
            if (record.Photo.DataMining is { } value)
            {
                Assert.Equal("http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING", value);
                reserved++;
            }
        }
        Assert.InRange(reserved, 3, Network.Pictures / 5);
    }

    [Fact]
    public void pictures_differ() =>
        Assert.Equal(Network.Pictures, Enumerable.Range(0, Network.Pictures).Select(number => Convert.ToHexString(Chunks(Network.Picture(number))[2].Data)).Distinct().Count());

    [Fact]
    public void a_photo_past_the_last_picture_shows_an_earlier_one_with_its_reservation()
    {
        var large = new SampleNetwork(people: 300, records: 12_000);
        Assert.Equal(300, large.Pictures);
        for (var number = 300; number < large.Photos; number++)
        {
            var (photo, shown) = (large.Photo(number).Photo!, large.Photo(number % 300).Photo!);
            Assert.Equal((shown.Image, shown.Camera, shown.Width, shown.Height, shown.DataMining), (photo.Image, photo.Camera, photo.Width, photo.Height, photo.DataMining));
        }
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var body = png.AsSpan(at + 4, length + 4);
            Assert.Equal(Crc(body), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            at += length + 12;
        }
        return chunks;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB8_8320 & (0 - (crc & 1)));
        }
        return ~crc;
    }

    private static byte[] Inflated(byte[] data)
    {
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress)) zlib.CopyTo(inflated);
        return inflated.ToArray();
    }

    private static XElement Xmp(byte[] png)
    {
        var text = Encoding.UTF8.GetString(Chunks(png)[1].Data);
        Assert.StartsWith("XML:com.adobe.xmp\0\0\0\0\0", text, StringComparison.Ordinal);
        return XElement.Parse(text[text.IndexOf("<x:xmpmeta", StringComparison.Ordinal)..text.IndexOf("<?xpacket end", StringComparison.Ordinal)]);
    }
}
