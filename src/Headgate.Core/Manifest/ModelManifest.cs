using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>A data set on which a model was trained.</summary>
/// <param name="Manifest">The SHA-256 of its manifest's payload.</param>
public sealed record ModelDataSet(string Name, Digest Manifest, long Records);

/// <summary>What a model was made from, and how.</summary>
/// <param name="Authors">How many people wrote what it was trained on.</param>
/// <param name="Words">How many words and marks it has to predict in it.</param>
/// <param name="Wordings">How many wordings it holds.</param>
/// <param name="People">How many different people a wording needs.</param>
/// <param name="Order">The longest wording, in words.</param>
/// <param name="Names">The SHA-256 over the names that it was kept from learning, sorted, a line each.</param>
public sealed record ModelAccount(long Authors, long Records, long Words, long Wordings, long People, long Order, Digest Names);

/// <summary>The signed account of a model (docs/model-format.md, The manifest).</summary>
public sealed record ModelManifest
{
    /// <summary>The type of the predicate; a member that changes its meaning gets another number.</summary>
    public const string PredicateType = "https://headgate.dev/manifest/model/v1";

    public required string Purpose { get; init; }

    /// <summary>The ledger as it was when the model was sealed.</summary>
    public required Checkpoint Ledger { get; init; }

    public required Instant At { get; init; }

    /// <summary>The policy in force; null where none was.</summary>
    public required PolicyReference? Policy { get; init; }

    public required IReadOnlyList<ModelDataSet> DataSets { get; init; }

    /// <summary>The position of the permit under which it was trained.</summary>
    public required long Permit { get; init; }

    public required ModelAccount Account { get; init; }

    /// <summary>How many people were forgotten by making it from the model before; 0 where it was trained.</summary>
    public required long Forgotten { get; init; }

    /// <summary>Every file of the model except the manifests; written in the order of their paths.</summary>
    public required IReadOnlyList<OutputFile> Outputs { get; init; }

    public required EngineVersion Engine { get; init; }

    /// <summary>The SHA-256 of the payload of the manifest of the model that this one takes the place of; null where it was trained.</summary>
    public Digest? Previous { get; init; }

    /// <summary>The payload that is signed. Equal manifests have equal bytes.</summary>
    public byte[] ToPayload()
    {
        var outputs = Outputs.OrderBy(output => output.Path, StringComparer.Ordinal).ToList();
        return new InTotoStatement([.. outputs.Select(output => new InTotoSubject(output.Path, output.Sha256))], PredicateType, Jcs.Element(writer => Write(writer, outputs))).ToBytes();
    }

    public DsseEnvelope Sign(SigningKey key) => DsseEnvelope.Sign(InTotoStatement.PayloadType, ToPayload(), key);

    /// <summary>Reads a payload. Nothing is verified by it but its form; members not known here are ignored.</summary>
    /// <param name="problem">What keeps it from being a manifest, with the place; empty where nothing does.</param>
    public static bool TryParse(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out ModelManifest? manifest, out string problem)
    {
        manifest = null;
        if (!InTotoStatement.TryParse(payload, out var statement, out problem)) return false;
        if (statement.PredicateType != PredicateType)
        {
            problem = $"`predicateType`: expected `{PredicateType}`";
            return false;
        }
        if (!JsonFields.TryRead(statement.Predicate, "predicate", Read, out manifest, out problem)) return false;
        if (ManifestJson.IsAbout(statement, manifest.Outputs, out problem)) return true;
        manifest = null;
        return false;
    }

    private void Write(Utf8JsonWriter writer, List<OutputFile> outputs)
    {
        writer.WriteStartObject();
        writer.WriteString("purpose", Purpose);
        ManifestJson.Write(writer, Ledger);
        writer.WriteString("at", At.ToString());
        ManifestJson.Write(writer, Policy);
        ManifestJson.WriteEach(writer, "data_sets", DataSets, set =>
        {
            writer.WriteString("name", set.Name);
            writer.WriteString("manifest", set.Manifest.ToHex());
            writer.WriteNumber("records", set.Records);
        });
        writer.WriteNumber("permit", Permit);
        writer.WriteStartObject("account");
        writer.WriteNumber("authors", Account.Authors);
        writer.WriteNumber("records", Account.Records);
        writer.WriteNumber("words", Account.Words);
        writer.WriteNumber("wordings", Account.Wordings);
        writer.WriteNumber("people", Account.People);
        writer.WriteNumber("order", Account.Order);
        writer.WriteString("names", Account.Names.ToHex());
        writer.WriteEndObject();
        writer.WriteNumber("forgotten", Forgotten);
        ManifestJson.WriteEach(writer, "outputs", outputs, output => ManifestJson.WriteFile(writer, output.Path, output.Sha256, output.Bytes, null));
        ManifestJson.Write(writer, Engine);
        if (Previous is { } previous) writer.WriteString("previous", previous.ToHex());
        writer.WriteEndObject();
    }

    private static ModelManifest Read(JsonFields fields)
    {
        var account = fields.Object("account");
        return new()
        {
            Purpose = fields.Text("purpose"),
            Ledger = ManifestJson.Ledger(fields),
            At = ManifestJson.At(fields),
            Policy = ManifestJson.Policy(fields),
            DataSets = fields.Each("data_sets", set => new ModelDataSet(set.Text("name"), set.Digest("manifest"), set.Count("records"))),
            Permit = fields.Count("permit"),
            Account = new(
                account.Count("authors"), account.Count("records"), account.Count("words"), account.Count("wordings"), account.Count("people"), account.Count("order"), account.Digest("names")),
            Forgotten = fields.Count("forgotten"),
            Outputs = fields.Each("outputs", output => new OutputFile(output.Text("path"), output.Digest("sha256"), output.Count("bytes"), null)),
            Engine = ManifestJson.Engine(fields),
            Previous = fields.DigestOrNull("previous"),
        };
    }
}
