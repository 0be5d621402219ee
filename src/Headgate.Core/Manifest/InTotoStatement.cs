using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>An in-toto Statement v1: something said of files, each known by its digest.</summary>
/// <param name="Subjects">The files of which it speaks (in-toto's word; not our subjects).</param>
/// <param name="PredicateType">The URI of what is said.</param>
/// <param name="Predicate">What is said: an object.</param>
public sealed record InTotoStatement(IReadOnlyList<InTotoSubject> Subjects, string PredicateType, JsonElement Predicate)
{
    /// <summary>The value of <c>_type</c>.</summary>
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The type of the payload in a DSSE envelope.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>Reads a statement. Members that the specification does not name are ignored; a predicate left out is an empty object.</summary>
    /// <param name="problem">What keeps it from being one, with the place; empty where nothing does.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out InTotoStatement? statement, out string problem) =>
        JsonFields.TryRead(json, Read, out statement, out problem);

    /// <summary>The statement as canonical JSON: the payload that is signed.</summary>
    public byte[] ToBytes() => Jcs.Write(Write);

    private static InTotoStatement Read(JsonFields fields)
    {
        if (fields.Text("_type") != StatementType) fields.Wrong("_type", $"`{StatementType}`", "");
        return new(
            fields.Each("subject", subject => new InTotoSubject(subject.TextOrNull("name") ?? "", subject.Object("digest").DigestOrNull("sha256"))),
            fields.Text("predicateType"),
            fields.Has("predicate") ? fields.Element("predicate") : Jcs.Element(Empty));
    }

    private static void Empty(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("_type", StatementType);
        writer.WriteStartArray("subject");
        foreach (var subject in Subjects)
        {
            writer.WriteStartObject();
            writer.WriteString("name", subject.Name);
            writer.WriteStartObject("digest");
            if (subject.Sha256 is { } digest) writer.WriteString("sha256", digest.ToHex());
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("predicateType", PredicateType);
        writer.WritePropertyName("predicate");
        Predicate.WriteTo(writer);
        writer.WriteEndObject();
    }
}

/// <summary>A file of which a statement speaks.</summary>
/// <param name="Name">Its path; empty where it has none.</param>
/// <param name="Sha256">Null where it is known by another algorithm only.</param>
public sealed record InTotoSubject(string Name, Digest? Sha256);
