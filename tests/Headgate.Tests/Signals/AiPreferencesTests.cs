using System.Text.Json;
using Xunit;

namespace Headgate.Tests.Signals;

/// <summary>Holds <see cref="AiPreferences"/> to the cases derived from draft-ietf-aipref-vocab-07 and -attach-05.</summary>
public sealed class AiPreferencesTests
{
    private static readonly string[] Labels = ["train-ai", "search"];

    [Fact]
    public void every_derived_statement_means_what_the_draft_says() => EachCase("parse", (one, label) =>
        AiPreferences.Parse(one.GetProperty("in").GetString()!, label));

    [Fact]
    public void every_derived_combination_means_what_the_draft_says() => EachCase("combine", (one, label) =>
        AiPreferences.Combine([.. one.GetProperty("statements").EnumerateArray().Select(statement => statement.GetString()!)], label));

    [Theory]
    [InlineData("train-ai=(n)")]
    [InlineData("train-ai=\"n\"")]
    [InlineData("train-ai=N")]
    [InlineData("train-ai=n,,")]
    [InlineData("train-ai")]
    [InlineData("\0")]
    public void anything_but_the_tokens_y_and_n_is_unknown(string statement) =>
        Assert.Equal(Preference.Unknown, AiPreferences.Parse(statement, "train-ai"));

    [Fact]
    public void a_disallow_is_a_signal_against_the_purpose()
    {
        var signals = ContentSignals.None with { ContentUsage = ["search=y", "train-ai=n;until=@1"] };
        Assert.Equal(Signal.ContentUsage, signals.Disallowing(new Purpose("train", null, null, null, "train-ai")));
        Assert.Null(signals.Disallowing(new Purpose("search", null, null, null, "search")));
    }

    private static void EachCase(string kind, Func<JsonElement, string, Preference> read)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("vectors/aipref/derived-cases.json")));
        foreach (var one in document.RootElement.GetProperty(kind).EnumerateArray())
            foreach (var label in Labels)
                if (one.TryGetProperty(label, out var expected))
                    Assert.Equal((one.ToString(), expected.GetString()), (one.ToString(), read(one, label).ToString().ToLowerInvariant()));
    }
}
