using System.Text;

namespace Headgate.Suggest.Training;

/// <summary>Who contributed, in order: the protected part of a model begins with it (docs/model-format.md, People).</summary>
internal static class PeopleFile
{
    public const string Name = "people.bin";
    private static readonly byte[] Magic = "HGPEOPLE"u8.ToArray();
    private const int Version = 1;

    public static void Write(string folder, IEnumerable<Bundle> bundles)
    {
        using var file = File.Create(Path.Combine(folder, Name));
        using var writer = new BinaryWriter(file);
        writer.Write(Magic);
        writer.Write7BitEncodedInt(Version);
        foreach (var bundle in bundles)
        {
            Text(writer, bundle.Author);
            writer.Write7BitEncodedInt(bundle.Others.Length);
            foreach (var other in bundle.Others) Text(writer, other);
            writer.Write7BitEncodedInt64(bundle.Records);
            writer.Write7BitEncodedInt64(bundle.Words);
        }
    }

    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static List<Bundle> Read(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, Name));
        var magic = new byte[Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.AsSpan().SequenceEqual(Magic)) throw new InvalidDataException($"`{Name}` is not the people of a model");
        var reader = new VarintReader(file);
        if (reader.ReadInt() != Version) throw new InvalidDataException($"`{Name}` is of a version that is not known here");
        var bundles = new List<Bundle>();
        while (!reader.IsAtEnd)
        {
            var author = Encoding.UTF8.GetString(reader.ReadBytes());
            var others = new string[reader.ReadInt()];
            for (var i = 0; i < others.Length; i++) others[i] = Encoding.UTF8.GetString(reader.ReadBytes());
            bundles.Add(new(author, others, (long)reader.Read(), (long)reader.Read()));
        }
        return bundles;
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }
}
