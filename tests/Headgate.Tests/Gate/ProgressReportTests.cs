using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

public sealed class ProgressReportTests
{
    [Fact]
    public void a_step_goes_on_by_the_parts_that_are_done_and_the_query_under_way()
    {
        var said = new List<GateProgress>();
        double? query = null;
        using var progress = new ProgressReport(one => { lock (said) said.Add(one); }, () => query);

        progress.Begin("deciding", 1000, 0.25);
        Assert.Equal(new("deciding", null, 1000), Last(said));
        query = 0.5;
        Assert.Equal(new("deciding", 0.125, 1000), Later(said));
        progress.Next(0.75);
        query = 0.1;
        Assert.Equal(0.325, Later(said).Fraction!.Value, 6);
        progress.Begin("sealing", 1000);
        Assert.Equal(new("sealing", null, 1000), Last(said));
    }

    [Fact]
    public void it_never_says_more_than_all()
    {
        var said = new List<GateProgress>();
        using var progress = new ProgressReport(one => { lock (said) said.Add(one); }, () => 1);
        progress.Begin("deciding", 10, 1);
        progress.Next(0.5);
        Assert.Equal(1, Later(said).Fraction);
    }

    private static GateProgress Last(List<GateProgress> said)
    {
        lock (said) return said[^1];
    }

    /// <summary>What it says by itself after now.</summary>
    private static GateProgress Later(List<GateProgress> said)
    {
        var before = 0;
        lock (said) before = said.Count;
        Assert.True(SpinWait.SpinUntil(() => { lock (said) return said.Count > before + 1; }, TimeSpan.FromSeconds(20)));
        return Last(said);
    }
}
