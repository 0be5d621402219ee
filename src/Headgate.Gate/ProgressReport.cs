namespace Headgate.Gate;

/// <summary>Says how far a run has come: at the start of each step, and several times a second while it goes on.</summary>
internal sealed class ProgressReport : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(300);

    private readonly Action<GateProgress> report;
    private readonly Func<double?> query;
    private readonly Lock saying = new();
    private readonly Timer timer;
    private string doing = "starting";
    private long records;
    private double done;
    private double underWay;

    /// <param name="query">How far the query under way has come, from 0 to 1.</param>
    public ProgressReport(Action<GateProgress> report, Func<double?> query)
    {
        (this.report, this.query) = (report, query);
        timer = new Timer(_ => Say(), null, Often, Often);
    }

    /// <summary>Begins a step.</summary>
    /// <param name="part">The part of it, from 0 to 1, that the first query does; 0 where that cannot be told.</param>
    public void Begin(string what, long howMany, double part = 0)
    {
        lock (saying) (doing, records, done, underWay) = (what, howMany, 0, part);
        Say();
    }

    /// <summary>Goes on within a step, whose last part is done.</summary>
    /// <param name="part">The part of it that comes next.</param>
    public void Next(double part)
    {
        lock (saying) (done, underWay) = (done + underWay, part);
    }

    public void Dispose()
    {
        using var stopped = new ManualResetEvent(false);
        if (timer.Dispose(stopped)) stopped.WaitOne();
    }

    private void Say()
    {
        lock (saying)
        {
            var fraction = done + underWay * (underWay > 0 ? query() ?? 0 : 0);
            report(new(doing, fraction > 0 ? Math.Min(fraction, 1) : null, records));
        }
    }
}
