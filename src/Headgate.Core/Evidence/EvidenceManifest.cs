using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>The signed list of what is in an evidence pack, and of what is not (docs/evidence-format.md, The manifest). It implies no approval by anybody.</summary>
public sealed record EvidenceManifest
{
    /// <summary>The type of the predicate; a member that changes its meaning gets another number.</summary>
    public const string PredicateType = "https://headgate.dev/evidence/v1";

    /// <summary>The log as the pack proves from it.</summary>
    public required Checkpoint Ledger { get; init; }

    /// <summary>When it was written: states such as an overdue answer are as of then.</summary>
    public required Instant At { get; init; }

    /// <summary>Null where the pack is not limited to a region.</summary>
    public required EvidenceScope? Scope { get; init; }

    /// <summary>Whether statements about people were asked for.</summary>
    public required bool Personal { get; init; }

    /// <summary>In order of position.</summary>
    public required IReadOnlyList<LeftOutAct> LeftOut { get; init; }

    /// <summary>The positions of acts whose signed manifest did not lie where it was sealed.</summary>
    public required IReadOnlyList<long> NotFound { get; init; }

    /// <summary>Every file of the pack but this one; written in the order of their paths.</summary>
    public required IReadOnlyList<OutputFile> Outputs { get; init; }

    public required EngineVersion Engine { get; init; }

    /// <summary>The manifest in its envelope.</summary>
    public DsseEnvelope Sign(SigningKey key)
    {
        var outputs = Outputs.OrderBy(output => output.Path, StringComparer.Ordinal).ToList();
        var statement = new InTotoStatement([.. outputs.Select(output => new InTotoSubject(output.Path, output.Sha256))], PredicateType, Jcs.Element(writer => Write(writer, outputs)));
        return DsseEnvelope.Sign(InTotoStatement.PayloadType, statement.ToBytes(), key);
    }

    /// <summary>Reads a payload. Nothing is verified by it but its form; members not known here are ignored.</summary>
    /// <param name="problem">What keeps it from being a manifest, with the place; empty where nothing does.</param>
    public static bool TryParse(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out EvidenceManifest? manifest, out string problem)
    {
        manifest = null;
        if (!InTotoStatement.TryParse(payload, out var statement, out problem)) return false;
        if (statement.PredicateType != PredicateType)
        {
            problem = $"`predicateType`: expected `{PredicateType}`";
            return false;
        }
        if (!JsonFields.TryRead(statement.Predicate, "predicate", Read, out manifest, out problem)) return false;
        if (!statement.Subjects.Select(subject => (subject.Name, subject.Sha256)).SequenceEqual(manifest.Outputs.Select(output => (output.Path, (Digest?)output.Sha256)))) problem = "`subject` and `predicate.outputs` do not name the same files";
        else if (manifest.Outputs.FirstOrDefault(output => !DataSetLayout.IsConfined(output.Path) || output.Path == EvidenceLayout.Manifest) is { } outside) problem = $"`predicate.outputs`: `{outside.Path}` is no place below the folder";
        else if (manifest.Outputs.DistinctBy(output => output.Path).Count() != manifest.Outputs.Count) problem = "`predicate.outputs` names a file twice";
        if (problem.Length > 0) manifest = null;
        return manifest is not null;
    }

    private void Write(Utf8JsonWriter writer, List<OutputFile> outputs)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("ledger");
        writer.WriteString("origin", Ledger.Origin);
        writer.WriteNumber("size", Ledger.Size);
        writer.WriteString("root", Ledger.Root.ToHex());
        writer.WriteEndObject();
        writer.WriteString("at", At.ToString());
        if (Scope is { } scope)
        {
            writer.WriteStartObject("region");
            writer.WriteString("word", scope.Word);
            writer.WriteStartArray("codes");
            foreach (var code in scope.Codes) writer.WriteStringValue(code);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteBoolean("personal", Personal);
        writer.WriteStartArray("left_out");
        foreach (var act in LeftOut)
        {
            writer.WriteStartObject();
            writer.WriteNumber("position", act.Position);
            writer.WriteString("kind", act.Kind);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("not_found");
        foreach (var position in NotFound) writer.WriteNumberValue(position);
        writer.WriteEndArray();
        writer.WriteStartArray("outputs");
        foreach (var output in outputs)
        {
            writer.WriteStartObject();
            writer.WriteString("path", output.Path);
            writer.WriteString("sha256", output.Sha256.ToHex());
            writer.WriteNumber("bytes", output.Bytes);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartObject("engine");
        writer.WriteString("name", Engine.Name);
        writer.WriteString("version", Engine.Version);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static EvidenceManifest Read(JsonFields fields)
    {
        var (ledger, engine) = (fields.Object("ledger"), fields.Object("engine"));
        return new()
        {
            Ledger = new(ledger.Text("origin"), ledger.Count("size"), ledger.Digest("root")),
            At = Instant.TryParse(fields.Text("at"), out var at) ? at : fields.Wrong<Instant>("at", "an instant", default),
            Scope = fields.Has("region") && fields.Object("region") is var region ? new(region.Text("word"), region.Texts("codes")) : null,
            Personal = fields.Flag("personal"),
            LeftOut = fields.Each("left_out", act => new LeftOutAct(act.Count("position"), act.Text("kind"))),
            NotFound = fields.CountList("not_found"),
            Outputs = fields.Each("outputs", output => new OutputFile(output.Text("path"), output.Digest("sha256"), output.Count("bytes"), null)),
            Engine = new(engine.Text("name"), engine.Text("version")),
        };
    }
}
