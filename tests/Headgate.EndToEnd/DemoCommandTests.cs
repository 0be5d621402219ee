using System.Text.Json;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Runs <c>headgate demo</c> as a process, with workers of its own.</summary>
public sealed class DemoCommandTests : IDisposable
{
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void the_demo_says_what_it_did_as_one_json_document_and_is_not_run_over_itself()
    {
        var (code, output, errors) = place.Run("demo", "--out", "demo", "--people", "200", "--records", "1200", "--json");
        Assert.Equal((0, ""), (code, errors));
        using (var document = JsonDocument.Parse(output))
        {
            var said = document.RootElement;
            Assert.True(said.GetProperty("ok").GetBoolean());
            Assert.True(said.GetProperty("verified").GetBoolean());
            Assert.Equal(14, said.GetProperty("gates").GetArrayLength());
            Assert.Equal("paused", said.GetProperty("board").GetProperty("GB").GetProperty("2025-11-02").GetString());
            Assert.Equal("used", said.GetProperty("board").GetProperty("GB").GetProperty("2025-11-03").GetString());
            foreach (var gate in said.GetProperty("gates").EnumerateArray())
                Assert.True(File.Exists(place.In(gate.GetProperty("out").GetString()!, "manifest.dsse.json")));
        }
        Assert.True(File.Exists(place.In("demo", "report.html")));

        Assert.Equal("", place.Run("verify", "demo/datasets/2025-11-07-posts", "--ledger", "demo/ledger").Ends(0).Errors);
        Assert.Equal("", place.Run("fsck", "--ledger", "demo/ledger").Ends(0).Errors);
        place.Run("demo", "--out", "demo").Ends(2);
    }

    [Fact]
    public void the_demo_draws_its_board_in_words_and_says_what_to_try_next()
    {
        var (code, output, _) = place.Run("demo", "--people", "60", "--records", "300");
        Assert.Equal(0, code);
        Assert.Contains("GB United Kingdom used    paused  paused  paused  paused  used    used", output, StringComparison.Ordinal);
        Assert.Contains("headgate verify headgate-demo/datasets/2025-11-07-posts --ledger headgate-demo/ledger", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }
}
