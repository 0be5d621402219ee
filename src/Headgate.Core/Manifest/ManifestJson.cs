using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>What manifests of data sets and of models write and read alike.</summary>
internal static class ManifestJson
{
    public static void Write(Utf8JsonWriter writer, PolicyReference? policy)
    {
        if (policy is null) return;
        writer.WriteStartObject("policy");
        writer.WriteString("id", policy.Id);
        writer.WriteNumber("version", policy.Version);
        writer.WriteString("sha256", policy.Digest.ToHex());
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Checkpoint ledger)
    {
        writer.WriteStartObject("ledger");
        writer.WriteString("origin", ledger.Origin);
        writer.WriteNumber("size", ledger.Size);
        writer.WriteString("root", ledger.Root.ToHex());
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, EngineVersion engine)
    {
        writer.WriteStartObject("engine");
        writer.WriteString("name", engine.Name);
        writer.WriteString("version", engine.Version);
        writer.WriteEndObject();
    }

    public static void WriteEach<T>(Utf8JsonWriter writer, string name, IEnumerable<T> all, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var one in all)
        {
            writer.WriteStartObject();
            write(one);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Writes the members of a file.</summary>
    public static void WriteFile(Utf8JsonWriter writer, string path, Digest sha256, long bytes, long? records)
    {
        writer.WriteString("path", path);
        writer.WriteString("sha256", sha256.ToHex());
        writer.WriteNumber("bytes", bytes);
        if (records is { } count) writer.WriteNumber("records", count);
    }

    public static PolicyReference? Policy(JsonFields fields) =>
        fields.Has("policy") && fields.Object("policy") is var policy ? new(policy.Text("id"), policy.Count("version"), policy.Digest("sha256")) : null;

    public static Checkpoint Ledger(JsonFields fields)
    {
        var ledger = fields.Object("ledger");
        return new(ledger.Text("origin"), ledger.Count("size"), ledger.Digest("root"));
    }

    public static EngineVersion Engine(JsonFields fields)
    {
        var engine = fields.Object("engine");
        return new(engine.Text("name"), engine.Text("version"));
    }

    public static Instant At(JsonFields fields) => Instant.TryParse(fields.Text("at"), out var at) ? at : fields.Wrong<Instant>("at", "an instant", default);

    /// <summary>Whether a statement is about the files of its predicate, each with its digest, in the same order.</summary>
    public static bool IsAbout(InTotoStatement statement, IEnumerable<OutputFile> outputs, out string problem)
    {
        var same = statement.Subjects.Select(subject => (subject.Name, subject.Sha256)).SequenceEqual(outputs.Select(output => (output.Path, (Digest?)output.Sha256)));
        problem = same ? "" : "`subject` and `predicate.outputs` do not name the same files";
        return same;
    }
}
