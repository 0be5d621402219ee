using System.Diagnostics.CodeAnalysis;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>Says that the denied file of a sealed data set was written anew without people who were erased, and vouches for it in place of the manifest (docs/manifest-format.md, Redactions).</summary>
/// <param name="Manifest">SHA-256 of the payload of the data set's manifest.</param>
/// <param name="Path">The file, below the data set's folder.</param>
/// <param name="Original">The SHA-256 that the manifest gives.</param>
/// <param name="Sha256">The SHA-256 of the file now.</param>
/// <param name="Records">How many records no longer say whom they are about.</param>
public sealed record Redaction(Digest Manifest, string Path, Digest Original, Digest Sha256, long Bytes, long Records)
{
    /// <summary>The type of the predicate.</summary>
    public const string PredicateType = "https://headgate.dev/manifest/redaction/v1";

    /// <summary>The redaction in its envelope.</summary>
    public DsseEnvelope Sign(SigningKey key) => DsseEnvelope.Sign(InTotoStatement.PayloadType, ToPayload(), key);

    /// <summary>The payload that is signed: an in-toto statement in canonical JSON.</summary>
    public byte[] ToPayload() => new InTotoStatement([new(Path, Sha256)], PredicateType, Jcs.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("manifest", Manifest.ToHex());
        writer.WriteString("original", Original.ToHex());
        writer.WriteNumber("bytes", Bytes);
        writer.WriteNumber("records", Records);
        writer.WriteEndObject();
    })).ToBytes();

    /// <summary>Reads a payload. Nothing is verified by it but its form.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out Redaction? redaction)
    {
        redaction = null;
        return InTotoStatement.TryParse(payload, out var statement, out _)
            && statement.PredicateType == PredicateType
            && statement.Subjects is [{ Sha256: { } sha256, Name: var path }]
            && JsonFields.TryRead(
                statement.Predicate, "predicate",
                fields => new Redaction(fields.Digest("manifest"), path, fields.Digest("original"), sha256, fields.Count("bytes"), fields.Count("records")),
                out redaction, out _);
    }
}
