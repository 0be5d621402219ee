using System.Text.Json;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Signals;

/// <summary>What content says of its own use, as it comes in columns: each value through the gate.</summary>
public sealed class SignalColumnTests : IDisposable
{
    private readonly Workplace place = new();

    public SignalColumnTests()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
    }

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("tdm_reservation", "1", "tdm-reservation")]
    [InlineData("tdm_reservation", "\"1\"", "tdm-reservation")]
    [InlineData("tdm_reservation", "true", "tdm-reservation")]
    [InlineData("tdm_reservation", "2", "tdm-reservation")]
    [InlineData("tdm_reservation", "\"\"", "tdm-reservation")]
    [InlineData("tdm_reservation", "[0]", "tdm-reservation")]
    [InlineData("tdm_reservation", "0", null)]
    [InlineData("tdm_reservation", "\"0\"", null)]
    [InlineData("tdm_reservation", "false", null)]
    [InlineData("tdm_reservation", "null", null)]
    [InlineData("iptc_data_mining", "\"DMI-PROHIBITED\"", "iptc-data-mining")]
    [InlineData("iptc_data_mining", "\"DMI-PROHIBITED-AIMLTRAINING\"", "iptc-data-mining")]
    [InlineData("iptc_data_mining", "\"http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING\"", "iptc-data-mining")]
    [InlineData("iptc_data_mining", "\"DMI-ALLOWED\"", null)]
    [InlineData("iptc_data_mining", "\"http://ns.useplus.org/ldf/vocab/DMI-UNSPECIFIED\"", null)]
    [InlineData("c2pa_training_mining", "\"notAllowed\"", "c2pa")]
    [InlineData("c2pa_training_mining", "\"constrained\"", "c2pa")]
    [InlineData("c2pa_training_mining", "\"allowed\"", null)]
    [InlineData("content_usage", "\"train-ai=n\"", "content-usage")]
    [InlineData("content_usage", "[\"train-ai=y\", \"train-ai=n\"]", "content-usage")]
    [InlineData("content_usage", "\"train-ai=y\"", null)]
    [InlineData("content_usage", "\"train-ai=maybe\"", null)]
    public void a_value_of_a_signal_disallows_or_does_not(string column, string value, string? signal)
    {
        var line = Workplace.Post("a", "ann")[..^1] + $", \"{column}\": {value}}}";
        Assert.Equal([signal is null ? "granted:interest" : $"signal:{signal}"], place.Reasons(place.Gate([place.Write("posts.jsonl", line)], "out")));
        Assert.Equal(signal is null ? "granted:interest" : $"signal:{signal}", place.Explain(place.In("posts.jsonl"), "a").Verdict.Reason.Text);
    }

    [Fact]
    public void every_derived_case_of_the_drafts_holds_through_the_gate()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("vectors/aipref/derived-cases.json")));
        var cases = document.RootElement.GetProperty("parse").EnumerateArray().Where(one => one.TryGetProperty("train-ai", out _)).ToList();
        Assert.NotEmpty(cases);
        var lines = cases.Select((one, i) => Workplace.Post($"{i}", "ann")[..^1] + $", \"content_usage\": {one.GetProperty("in").GetRawText()}}}");
        var expected = cases.Select(one => one.GetProperty("train-ai").GetString() == "disallow" ? "signal:content-usage" : "granted:interest");
        Assert.Equal(expected, place.Reasons(place.Gate([place.Write("posts.jsonl", lines)], "out")));
    }

    [Fact]
    public void of_several_signals_the_first_is_named()
    {
        var line = Workplace.Post("a", "ann")[..^1] + ", \"c2pa_training_mining\": \"notAllowed\", \"tdm_reservation\": 1, \"content_usage\": \"train-ai=n\"}";
        var other = Workplace.Post("b", "ann")[..^1] + ", \"c2pa_training_mining\": \"notAllowed\", \"iptc_data_mining\": \"DMI-PROHIBITED\"}";
        Assert.Equal(["signal:content-usage", "signal:iptc-data-mining"], place.Reasons(place.Gate([place.Write("posts.jsonl", line, other)], "out")));
    }
}
