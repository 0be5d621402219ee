using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>The JSON of a manifest (docs/manifest-format.md, which follows the order of these methods).</summary>
internal static class GateManifestJson
{
    private static readonly string[] Roles = ["content", "sources", "edges", "map"];

    public static InTotoStatement ToStatement(GateManifest manifest)
    {
        var outputs = manifest.Outputs.OrderBy(output => output.Path, StringComparer.Ordinal).ToList();
        return new(
            [.. outputs.Select(output => new InTotoSubject(output.Path, output.Sha256))],
            GateManifest.PredicateType,
            Jcs.Element(writer => Write(writer, manifest, outputs)));
    }

    public static bool TryRead(InTotoStatement statement, [NotNullWhen(true)] out GateManifest? manifest, out string problem)
    {
        if (!JsonFields.TryRead(statement.Predicate, "predicate", Read, out manifest, out problem)) return false;
        var named = statement.Subjects.Select(subject => (subject.Name, subject.Sha256));
        if (named.SequenceEqual(manifest.Outputs.Select(output => (output.Path, (Digest?)output.Sha256)))) return true;
        problem = "`subject` and `predicate.outputs` do not name the same files";
        return false;
    }

    private static void Write(Utf8JsonWriter writer, GateManifest manifest, List<OutputFile> outputs)
    {
        writer.WriteStartObject();
        if (manifest.Policy is { } policy)
        {
            writer.WriteStartObject("policy");
            writer.WriteString("id", policy.Id);
            writer.WriteNumber("version", policy.Version);
            writer.WriteString("sha256", policy.Digest.ToHex());
            writer.WriteEndObject();
        }
        writer.WriteStartObject("ledger");
        writer.WriteString("origin", manifest.Ledger.Origin);
        writer.WriteNumber("size", manifest.Ledger.Size);
        writer.WriteString("root", manifest.Ledger.Root.ToHex());
        writer.WriteEndObject();
        writer.WriteString("at", manifest.At.ToString());
        writer.WriteString("purpose", manifest.Purpose);
        writer.WriteBoolean("replay", manifest.Replay);
        Write(writer, "inputs", manifest.Inputs, input =>
        {
            writer.WriteString("role", Roles[(int)input.Role]);
            WriteFile(writer, input.Path, input.Sha256, input.Bytes, input.Records);
        });
        Write(writer, "outputs", outputs, output => WriteFile(writer, output.Path, output.Sha256, output.Bytes, output.Records));
        writer.WriteStartObject("counts");
        writer.WriteNumber("input", manifest.Counts.Input);
        writer.WriteNumber("kept", manifest.Counts.Kept);
        writer.WriteNumber("dropped", manifest.Counts.Dropped);
        writer.WriteStartObject("by_reason");
        foreach (var (reason, count) in manifest.Counts.ByReason) writer.WriteNumber(reason, count);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("subjects");
        writer.WriteNumber("kept", manifest.Subjects.Kept);
        writer.WriteNumber("dropped", manifest.Subjects.Dropped);
        writer.WriteEndObject();
        writer.WriteStartObject("verdicts");
        writer.WriteString("root", manifest.Verdicts.Root.ToHex());
        Write(writer, "codes", manifest.Verdicts.Codes.OrderBy(code => code.Code), code =>
        {
            writer.WriteNumber("code", code.Code);
            writer.WriteString("reason", code.Reason);
            writer.WriteBoolean("allows", code.Allows);
        });
        writer.WriteEndObject();
        writer.WriteStartObject("engine");
        writer.WriteString("name", manifest.Engine.Name);
        writer.WriteString("version", manifest.Engine.Version);
        writer.WriteEndObject();
        if (manifest.Previous is { } previous) writer.WriteString("previous", previous.ToHex());
        writer.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter writer, string path, Digest sha256, long bytes, long? records)
    {
        writer.WriteString("path", path);
        writer.WriteString("sha256", sha256.ToHex());
        writer.WriteNumber("bytes", bytes);
        if (records is { } count) writer.WriteNumber("records", count);
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, IEnumerable<T> all, Action<T> write)
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

    private static GateManifest Read(JsonFields fields)
    {
        var (ledger, counts, subjects) = (fields.Object("ledger"), fields.Object("counts"), fields.Object("subjects"));
        var (verdicts, engine) = (fields.Object("verdicts"), fields.Object("engine"));
        return new()
        {
            Policy = fields.Has("policy") ? ReadPolicy(fields.Object("policy")) : null,
            Ledger = new(ledger.Text("origin"), ledger.Count("size"), ledger.Digest("root")),
            At = Instant.TryParse(fields.Text("at"), out var at) ? at : fields.Wrong<Instant>("at", "an instant", default),
            Purpose = fields.Text("purpose"),
            Replay = fields.Flag("replay"),
            Inputs = fields.Each("inputs", input => new InputFile(
                ReadRole(input), input.Text("path"), input.Digest("sha256"), input.Count("bytes"), input.CountOrNull("records"))),
            Outputs = fields.Each("outputs", output => new OutputFile(
                output.Text("path"), output.Digest("sha256"), output.Count("bytes"), output.CountOrNull("records"))),
            Counts = new(counts.Count("input"), counts.Count("kept"), counts.Count("dropped"), counts.Counts("by_reason")),
            Subjects = new(subjects.Count("kept"), subjects.Count("dropped")),
            Verdicts = new(verdicts.Digest("root"), verdicts.Each("codes", ReadCode)),
            Engine = new(engine.Text("name"), engine.Text("version")),
            Previous = fields.DigestOrNull("previous"),
        };
    }

    private static PolicyReference ReadPolicy(JsonFields policy) => new(policy.Text("id"), policy.Count("version"), policy.Digest("sha256"));

    private static InputRole ReadRole(JsonFields input) =>
        Array.IndexOf(Roles, input.Text("role")) is var role and >= 0 ? (InputRole)role : input.Wrong<InputRole>("role", string.Join(", ", Roles), default);

    private static VerdictCode ReadCode(JsonFields code)
    {
        var number = code.Count("code");
        if (number > ushort.MaxValue) code.Wrong("code", "a whole number from 0 to 65535", 0);
        return new((ushort)number, code.Text("reason"), code.Flag("allows"));
    }
}
