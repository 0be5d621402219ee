namespace Headgate.EndToEnd;

/// <summary>A clock that stands until it is turned; what waits for it goes on when its time has come.</summary>
internal sealed class HandClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock turning = new();
    private readonly List<Waiting> waiting = [];
    private DateTimeOffset now = now;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (turning) return now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (turning)
        {
            var timer = new Waiting(this, now + dueTime, () => callback(state));
            if (dueTime != Timeout.InfiniteTimeSpan) waiting.Add(timer);
            return timer;
        }
    }

    public void Turn(TimeSpan by)
    {
        List<Waiting> due;
        lock (turning)
        {
            now += by;
            due = [.. waiting.Where(one => one.At <= now)];
            waiting.RemoveAll(due.Contains);
        }
        foreach (var one in due) one.Ring();
    }

    private sealed class Waiting(HandClock clock, DateTimeOffset at, Action ring) : ITimer
    {
        public DateTimeOffset At => at;

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (clock.turning) clock.waiting.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
