using System.Text;
using Headgate.Ledger;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

/// <summary>The account of a model, to the byte (docs/model-format.md, The manifest).</summary>
public sealed class ModelManifestTests
{
    private static Digest Zero => default;
    private static readonly string Hex = new('0', 64);

    private static ModelManifest Manifest { get; } = new()
    {
        Purpose = "train-generative-ai",
        Ledger = new("headgate.example/sample", 4321, Zero),
        At = Instant.FromMicroseconds(1_758_198_896_789_012),
        Policy = new("career-network", 3, Zero),
        DataSets = [new("set", Zero, 18)],
        Permit = 7,
        Account = new(6, 18, 300, 40, 5, 5, Zero),
        Forgotten = 0,
        Outputs = [new("phrases.bin", Zero, 11, null), new("people/0.bin", Zero, 10, null)],
        Engine = new("headgate", "0.1.0"),
    };

    [Fact]
    public void its_bytes_are_frozen()
    {
        // only grows
        var golden =
            $$"""{"_type":"https://in-toto.io/Statement/v1","predicate":{"account":{"authors":6,"names":"{{Hex}}","order":5,"people":5,"records":18,"wordings":40,"words":300},"at":"2025-09-18T12:34:56.789012Z","data_sets":[{"manifest":"{{Hex}}","name":"set","records":18}],"engine":{"name":"headgate","version":"0.1.0"},"forgotten":0,"ledger":{"origin":"headgate.example/sample","root":"{{Hex}}","size":4321},"outputs":[{"bytes":10,"path":"people/0.bin","sha256":"{{Hex}}"},{"bytes":11,"path":"phrases.bin","sha256":"{{Hex}}"}],"permit":7,"policy":{"id":"career-network","sha256":"{{Hex}}","version":3},"purpose":"train-generative-ai"},"predicateType":"https://headgate.dev/manifest/model/v1","subject":[{"digest":{"sha256":"{{Hex}}"},"name":"people/0.bin"},{"digest":{"sha256":"{{Hex}}"},"name":"phrases.bin"}]}""";
        Assert.Equal(golden, Encoding.UTF8.GetString(Manifest.ToPayload()));
    }

    [Fact]
    public void what_was_written_is_read_back()
    {
        var manifest = Manifest with { Policy = null, Forgotten = 3, Previous = Digest.Of("before"u8) };
        Assert.True(ModelManifest.TryParse(manifest.ToPayload(), out var read, out var problem), problem);
        Assert.Equal(manifest.ToPayload(), read.ToPayload());
        Assert.Equal((3L, Digest.Of("before"u8), "people/0.bin"), (read.Forgotten, read.Previous!.Value, read.Outputs[0].Path));
    }

    [Theory]
    [InlineData("\"permit\":7", "\"permit\":-7")]
    [InlineData("manifest/model/v1", "manifest/gate/v1")]
    [InlineData("\"name\":\"phrases.bin\"", "\"name\":\"other.bin\"")]
    [InlineData("\"order\":5,", "")]
    public void what_is_none_is_refused(string part, string by)
    {
        var text = Encoding.UTF8.GetString(Manifest.ToPayload());
        Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.False(ModelManifest.TryParse(Encoding.UTF8.GetBytes(text.Replace(part, by, StringComparison.Ordinal)), out _, out _));
    }
}
