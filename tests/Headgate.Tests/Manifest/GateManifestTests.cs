using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Headgate.Ledger;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

public sealed class GateManifestTests
{
    private static readonly byte[] Sealed = SampleDataSet.Seal().Files[DataSetLayout.Manifest];
    private static readonly Gen<Digest> Digests = Gen.Byte.Array[Digest.Size].Select(bytes => Digest.From(bytes));
    private static readonly Gen<long> Counts = Gen.Long[0, (1L << 53) - 1];
    private static readonly Gen<string> Texts = Gen.String.Where(text => !text.Any(char.IsSurrogate));
    private static readonly Gen<long?> Records = Gen.Select(Gen.Bool, Counts, (some, count) => some ? count : (long?)null);

    private static readonly Gen<GateManifest> Manifests =
        from policy in Gen.Select(Texts, Counts, Digests, Gen.Bool, (id, version, digest, none) => none ? null : new PolicyReference(id, version, digest))
        from ledger in Gen.Select(Texts, Counts, Digests, (origin, size, root) => new Checkpoint(origin, size, root))
        from at in Gen.Long[Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds]
        from inputs in Gen.Select(Gen.Enum<InputRole>(), Texts, Digests, Counts, Records, (role, path, digest, bytes, records) => new InputFile(role, path, digest, bytes, records)).Array[0, 3]
        from outputs in Gen.Select(Texts, Digests, Counts, Records, (path, digest, bytes, records) => new OutputFile(path, digest, bytes, records)).Array[0, 3]
        from counts in Gen.Select(Counts, Counts, Counts, Gen.Dictionary(Texts, Counts), (input, kept, dropped, reasons) => new GateCounts(input, kept, dropped, reasons))
        from codes in Gen.Select(Gen.UShort, Texts, Gen.Bool, (code, reason, allows) => new VerdictCode(code, reason, allows)).Array[0, 3]
        from rest in Gen.Select(Texts, Gen.Bool, Digests, Counts)
        select new GateManifest
        {
            Policy = policy,
            Ledger = ledger,
            At = Instant.FromMicroseconds(at),
            Purpose = rest.Item1,
            Replay = rest.Item2,
            Inputs = inputs,
            Outputs = outputs,
            Counts = counts,
            Subjects = new(rest.Item4, 1),
            Verdicts = new(rest.Item3, codes),
            Engine = new(rest.Item1, "1"),
            Previous = rest.Item2 ? rest.Item3 : null,
        };

    [Fact]
    public void the_payload_is_these_bytes_for_ever()
    {
        var payload = Sample();
        Assert.Equal("ce56002f36880fb08080960b568fd32989dbbb645bad4e3ca6f56759d14c53bf", Digest.Of(payload).ToHex());
        Assert.Equal("345c0657127836039f5af44fb1569cf51e2a362193db05647d1aae33a39a6f9e", Digest.Of(Sealed).ToHex());
    }

    [Fact]
    public void the_example_in_the_format_document_is_the_sample()
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "manifest-format.md"));
        var example = document.Split("```json\n", 2)[1].Split("\n```", 2)[0];
        using var json = JsonDocument.Parse(example);
        Assert.Equal(Encoding.UTF8.GetString(Sample()), Encoding.UTF8.GetString(Jcs.Write(json.RootElement)));
    }

    [Fact]
    public void what_is_written_is_read_back_and_written_the_same() => Manifests.Sample(manifest =>
    {
        Assert.True(GateManifest.TryParse(manifest.ToPayload(), out var read, out var problem), problem);
        Assert.Equal(manifest.ToPayload(), read.ToPayload());
        Assert.Equal(
            (manifest.Policy, manifest.Ledger, manifest.At, manifest.Purpose, manifest.Replay, manifest.Subjects, manifest.Engine, manifest.Previous),
            (read.Policy, read.Ledger, read.At, read.Purpose, read.Replay, read.Subjects, read.Engine, read.Previous));
        Assert.Equal(manifest.Inputs, read.Inputs);
        Assert.Equal(manifest.Outputs.Order(Comparer<OutputFile>.Create((one, other) => string.CompareOrdinal(one.Path, other.Path))), read.Outputs);
        Assert.Equal(manifest.Counts.ByReason.OrderBy(pair => pair.Key, StringComparer.Ordinal), read.Counts.ByReason);
    }, iter: 300);

    [Fact]
    public void the_order_in_which_outputs_and_codes_are_given_does_not_matter()
    {
        Assert.True(GateManifest.TryParse(Sample(), out var manifest, out _));
        var turned = manifest with { Outputs = [.. manifest.Outputs.Reverse()], Verdicts = manifest.Verdicts with { Codes = [.. manifest.Verdicts.Codes.Reverse()] } };
        Assert.Equal(Sample(), turned.ToPayload());
    }

    [Theory]
    [InlineData("_type", "\"https://in-toto.io/Statement/v0.1\"", "_type")]
    [InlineData("predicateType", "\"https://slsa.dev/provenance/v1\"", "predicateType")]
    [InlineData("predicate", "[]", "predicate")]
    [InlineData("subject", "[]", "subject")]
    [InlineData("subject", "7", "subject")]
    [InlineData("predicate.counts.input", "-1", "predicate.counts.input")]
    [InlineData("predicate.counts.input", "1e3", "predicate.counts.input")]
    [InlineData("predicate.counts.input", "1.5", "predicate.counts.input")]
    [InlineData("predicate.counts.input", "9007199254740992", "predicate.counts.input")]
    [InlineData("predicate.counts.by_reason", "[]", "predicate.counts.by_reason")]
    [InlineData("predicate.counts.by_reason", "{\"objected\":\"1\"}", "predicate.counts.by_reason.objected")]
    [InlineData("predicate.ledger.root", "\"00\"", "predicate.ledger.root")]
    [InlineData("predicate.at", "\"2025-02-30\"", "predicate.at")]
    [InlineData("predicate.replay", "0", "predicate.replay")]
    [InlineData("predicate.purpose", "null", "predicate.purpose")]
    [InlineData("predicate.policy", "null", null)]
    [InlineData("predicate.policy", "{}", "predicate.policy.id")]
    [InlineData("predicate.inputs", "[{\"role\":\"guess\"}]", "predicate.inputs[0]")]
    [InlineData("predicate.verdicts.codes", "[{\"code\":65536,\"reason\":\"objected\",\"allows\":false}]", "predicate.verdicts.codes[0].code")]
    [InlineData("predicate.previous", "\"ABCD\"", "predicate.previous")]
    [InlineData("predicate.note", "\"not known here\"", null)]
    public void a_payload_that_is_not_a_manifest_is_refused_with_the_place(string place, string value, string? problemAt)
    {
        var json = JsonNode.Parse(Sample())!;
        var path = place.Split('.');
        path[..^1].Aggregate(json, (node, name) => node[name]!)[path[^1]] = JsonNode.Parse(value);
        var read = GateManifest.TryParse(Encoding.UTF8.GetBytes(json.ToJsonString()), out _, out var problem);
        Assert.Equal(problemAt is null, read);
        if (problemAt is not null) Assert.StartsWith($"`{problemAt}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void a_payload_cut_anywhere_is_refused_without_a_fault()
    {
        var payload = Sample();
        for (var length = 0; length < payload.Length; length++) Assert.False(GateManifest.TryParse(payload.AsMemory(0, length), out _, out _));
    }

    [Fact]
    public void a_payload_with_a_flipped_bit_never_faults() => Gen.Select(Gen.Int[0, Sample().Length - 1], Gen.Int[0, 7]).Sample((place, bit) =>
    {
        var payload = Sample();
        payload[place] ^= (byte)(1 << bit);
        Assert.Equal(GateManifest.TryParse(payload, out var manifest, out var problem), manifest is not null && problem.Length == 0);
    }, iter: 3000);

    private static byte[] Sample() => DsseEnvelope.TryParse(Sealed, out var envelope) ? envelope.Payload.ToArray() : throw new InvalidOperationException();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Headgate.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
