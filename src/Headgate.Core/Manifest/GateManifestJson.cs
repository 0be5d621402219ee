using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

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
        if (ManifestJson.IsAbout(statement, manifest.Outputs, out problem)) return true;
        manifest = null;
        return false;
    }

    private static void Write(Utf8JsonWriter writer, GateManifest manifest, List<OutputFile> outputs)
    {
        writer.WriteStartObject();
        ManifestJson.Write(writer, manifest.Policy);
        ManifestJson.Write(writer, manifest.Ledger);
        writer.WriteString("at", manifest.At.ToString());
        writer.WriteString("purpose", manifest.Purpose);
        writer.WriteBoolean("replay", manifest.Replay);
        ManifestJson.WriteEach(writer, "inputs", manifest.Inputs, input =>
        {
            writer.WriteString("role", Roles[(int)input.Role]);
            ManifestJson.WriteFile(writer, input.Path, input.Sha256, input.Bytes, input.Records);
        });
        ManifestJson.WriteEach(writer, "outputs", outputs, output => ManifestJson.WriteFile(writer, output.Path, output.Sha256, output.Bytes, output.Records));
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
        ManifestJson.WriteEach(writer, "codes", manifest.Verdicts.Codes.OrderBy(code => code.Code), code =>
        {
            writer.WriteNumber("code", code.Code);
            writer.WriteString("reason", code.Reason);
            writer.WriteBoolean("allows", code.Allows);
        });
        writer.WriteEndObject();
        ManifestJson.Write(writer, manifest.Engine);
        if (manifest.Previous is { } previous) writer.WriteString("previous", previous.ToHex());
        writer.WriteEndObject();
    }

    private static GateManifest Read(JsonFields fields)
    {
        var (counts, subjects, verdicts) = (fields.Object("counts"), fields.Object("subjects"), fields.Object("verdicts"));
        return new()
        {
            Policy = ManifestJson.Policy(fields),
            Ledger = ManifestJson.Ledger(fields),
            At = ManifestJson.At(fields),
            Purpose = fields.Text("purpose"),
            Replay = fields.Flag("replay"),
            Inputs = fields.Each("inputs", input => new InputFile(
                ReadRole(input), input.Text("path"), input.Digest("sha256"), input.Count("bytes"), input.CountOrNull("records"))),
            Outputs = fields.Each("outputs", output => new OutputFile(
                output.Text("path"), output.Digest("sha256"), output.Count("bytes"), output.CountOrNull("records"))),
            Counts = new(counts.Count("input"), counts.Count("kept"), counts.Count("dropped"), counts.Counts("by_reason")),
            Subjects = new(subjects.Count("kept"), subjects.Count("dropped")),
            Verdicts = new(verdicts.Digest("root"), verdicts.Each("codes", ReadCode)),
            Engine = ManifestJson.Engine(fields),
            Previous = fields.DigestOrNull("previous"),
        };
    }

    private static InputRole ReadRole(JsonFields input) =>
        Array.IndexOf(Roles, input.Text("role")) is var role and >= 0 ? (InputRole)role : input.Wrong<InputRole>("role", string.Join(", ", Roles), default);

    private static VerdictCode ReadCode(JsonFields code)
    {
        var number = code.Count("code");
        if (number > ushort.MaxValue) code.Wrong("code", "a whole number from 0 to 65535", 0);
        return new((ushort)number, code.Text("reason"), code.Flag("allows"));
    }
}
