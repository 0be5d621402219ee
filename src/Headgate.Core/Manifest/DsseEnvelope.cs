using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>A payload, what type it is of, and the signatures over both (DSSE 1.0.2).</summary>
/// <remarks>The ledger's key signs here and under checkpoints. The two never meet: what is signed here holds no newline where the payload is canonical JSON, and a note always does.</remarks>
public sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, IReadOnlyList<DsseSignature> Signatures)
{
    /// <summary>The most signatures that are read: each costs a hash of the payload.</summary>
    public const int MostSignatures = 16;

    /// <summary>Signs a payload.</summary>
    public static DsseEnvelope Sign(string payloadType, ReadOnlyMemory<byte> payload, SigningKey key) =>
        new(payloadType, payload, [new(KeyIdOf(key.Verifier), key.Sign(PreAuthenticationEncoding(payloadType, payload.Span)))]);

    /// <summary>The key id that our own signatures carry.</summary>
    public static string KeyIdOf(VerifierKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Name}+{key.Id:x8}");

    /// <summary>The bytes that are signed: <c>DSSEv1</c>, then type and body, each after its length in bytes, with single spaces between (DSSE 1.0.2, Signature Definition).</summary>
    public static byte[] PreAuthenticationEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        var type = Encoding.UTF8.GetBytes(payloadType);
        return [.. "DSSEv1 "u8, .. Decimal(type.Length), (byte)' ', .. type, (byte)' ', .. Decimal(payload.Length), (byte)' ', .. payload];
    }

    /// <summary>Reads an envelope. Nothing is verified by it; unknown members are ignored.</summary>
    /// <returns>False where the bytes are not the JSON of an envelope; base64 may be standard or URL-safe.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out DsseEnvelope? envelope) =>
        JsonFields.TryRead(json, Read, out envelope, out _);

    /// <summary>The first signature that this key made; null where it made none.</summary>
    public DsseSignature? SignatureBy(VerifierKey key)
    {
        var message = PreAuthenticationEncoding(PayloadType, Payload.Span);
        return Signatures.FirstOrDefault(signature => key.Verify(message, signature.Bytes.Span));
    }

    /// <summary>The envelope as canonical JSON with standard base64, ended by a newline.</summary>
    public byte[] ToBytes() => [.. Jcs.Write(Write), (byte)'\n'];

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("payload", Convert.ToBase64String(Payload.Span));
        writer.WriteString("payloadType", PayloadType);
        writer.WriteStartArray("signatures");
        foreach (var signature in Signatures)
        {
            writer.WriteStartObject();
            if (signature.KeyId.Length > 0) writer.WriteString("keyid", signature.KeyId);
            writer.WriteString("sig", Convert.ToBase64String(signature.Bytes.Span));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static byte[] Decimal(int length) => Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture));

    private static DsseEnvelope Read(JsonFields fields)
    {
        var signatures = fields.Each("signatures", signature => new DsseSignature(signature.TextOrNull("keyid") ?? "", Bytes(signature, "sig")));
        if (signatures.Count > MostSignatures) fields.Wrong("signatures", $"at most {MostSignatures}", 0);
        return new(fields.Text("payloadType"), Bytes(fields, "payload"), signatures);
    }

    private static byte[] Bytes(JsonFields fields, string name)
    {
        var standard = fields.Text(name).Replace('-', '+').Replace('_', '/');
        var padded = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        return StrictBase64.TryDecode(padded, out var bytes) ? bytes : fields.Wrong<byte[]>(name, "base64", []);
    }
}
