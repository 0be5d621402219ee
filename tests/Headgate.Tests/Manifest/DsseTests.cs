using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Headgate.Ledger;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

/// <summary>Holds the envelope to DSSE 1.0.2 and its one vector.</summary>
public sealed class DsseTests
{
    private static readonly SigningKey Key = SampleDataSet.Key;

    [Fact]
    public void the_pre_authentication_encoding_is_that_of_the_vector()
    {
        var vector = Vector();
        var encoded = DsseEnvelope.PreAuthenticationEncoding(Text(vector, "payloadType"), Encoding.UTF8.GetBytes(Text(vector, "payload")));
        Assert.Equal(Text(vector, "pae"), Encoding.UTF8.GetString(encoded));
    }

    [Fact]
    public void lengths_are_counted_in_bytes_not_characters() =>
        Assert.Equal("DSSEv1 3 aé 0 ", Encoding.UTF8.GetString(DsseEnvelope.PreAuthenticationEncoding("aé", [])));

    [Fact]
    public void the_envelope_of_the_vector_opens_and_its_signature_verifies_over_our_encoding()
    {
        var vector = Vector();
        Assert.True(DsseEnvelope.TryParse(Encoding.UTF8.GetBytes(vector.GetProperty("envelope").GetRawText()), out var envelope));
        Assert.Equal(Text(vector, "payload"), Encoding.UTF8.GetString(envelope.Payload.Span));
        var key = vector.GetProperty("key");
        using var p256 = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Coordinate(key, "x"), Y = Coordinate(key, "y") } });
        var message = DsseEnvelope.PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload.Span);
        Assert.True(p256.VerifyData(message, envelope.Signatures.Single().Bytes.Span, HashAlgorithmName.SHA256));
    }

    [Fact]
    public void what_was_signed_opens_again_and_verifies_by_that_key_alone() => Gen.Select(Gen.String, Gen.Byte.Array).Sample((type, payload) =>
    {
        if (type.Any(char.IsSurrogate)) return;
        var signed = DsseEnvelope.Sign(type, payload, Key);
        Assert.True(DsseEnvelope.TryParse(signed.ToBytes(), out var read));
        Assert.Equal((type, true), (read.PayloadType, read.Payload.Span.SequenceEqual(payload)));
        Assert.Equal("headgate.example/sample+" + Key.Verifier.Id.ToString("x8"), read.SignatureBy(Key.Verifier)!.KeyId);
        using var other = SigningKey.FromSeed(Key.Verifier.Name, new byte[32]);
        Assert.Null(read.SignatureBy(other.Verifier));
    }, iter: 200);

    [Fact]
    public void url_safe_base64_with_or_without_padding_is_read()
    {
        foreach (var payload in new[] { "-_8=", "-_8", "+/8=" })
        {
            Assert.True(DsseEnvelope.TryParse(Json(payload, "AA=="), out var envelope));
            Assert.Equal([0xfb, 0xff], envelope.Payload.ToArray());
        }
    }

    [Fact]
    public void unknown_members_are_ignored_and_an_empty_key_id_is_none()
    {
        var json = """{"payload":"","payloadType":"","more":{"a":[1]},"signatures":[{"sig":"","keyid":"","cert":"x"}]}""";
        Assert.True(DsseEnvelope.TryParse(Encoding.UTF8.GetBytes(json), out var envelope));
        Assert.Equal("", envelope.Signatures.Single().KeyId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"payload":"","payloadType":""}""")]
    [InlineData("""{"payloadType":"","signatures":[]}""")]
    [InlineData("""{"payload":"","payloadType":"","signatures":[{}]}""")]
    [InlineData("""{"payload":"","payloadType":"","signatures":[7]}""")]
    [InlineData("""{"payload":"","payloadType":"","signatures":[{"sig":"","keyid":7}]}""")]
    [InlineData("""{"payload":"AB==","payloadType":"","signatures":[]}""")]
    [InlineData("""{"payload":"A A=","payloadType":"","signatures":[]}""")]
    [InlineData("""{"payload":"","payload":"","payloadType":"","signatures":[]}""")]
    [InlineData("""{"payload":"","payloadType":"\ud800","signatures":[]}""")]
    public void what_is_not_an_envelope_is_refused(string json) => Assert.False(DsseEnvelope.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void an_envelope_with_countless_signatures_is_refused()
    {
        var signatures = Enumerable.Repeat(new DsseSignature("", new byte[64]), DsseEnvelope.MostSignatures + 1);
        Assert.False(DsseEnvelope.TryParse(new DsseEnvelope("t", default, [.. signatures]).ToBytes(), out _));
    }

    private static JsonElement Vector()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("vectors/dsse/vector.json")));
        return document.RootElement.Clone();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static byte[] Coordinate(JsonElement key, string name) => BigInteger.Parse(Text(key, name)).ToByteArray(isUnsigned: true, isBigEndian: true);

    private static byte[] Json(string payload, string signature) =>
        Encoding.UTF8.GetBytes($$"""{"payload":"{{payload}}","payloadType":"t","signatures":[{"sig":"{{signature}}"}]}""");
}
