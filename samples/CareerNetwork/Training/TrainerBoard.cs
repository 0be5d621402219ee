namespace CareerNetwork;

/// <summary>What the trainer is doing, for whoever looks.</summary>
/// <param name="Doing">In words.</param>
/// <param name="IsTraining">Whether it holds a permit and is at work.</param>
/// <param name="Stopped">Why it stopped last; null where it did not.</param>
public sealed record TrainerNews(DateTimeOffset At, string Doing, bool IsTraining, string? Permit, string? DataSet, long Passes, long Records, string? Stopped);

/// <summary>Where the trainer writes what it does, and where somebody asks it to begin again.</summary>
public sealed class TrainerBoard(TimeProvider clock)
{
    private const int Most = 12;

    private readonly Lock writing = new();
    private readonly List<TrainerNews> events = [];
    private TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TrainerNews Now { get; private set; } = new(clock.GetUtcNow(), "waiting for Headgate", false, null, null, 0, 0, null);

    /// <summary>Whether a new export was asked for that has not begun.</summary>
    public bool IsAsked => asked.Task.IsCompleted;

    public ExportOutcome? Export { get; private set; }

    /// <summary>The latest events, newest first.</summary>
    public IReadOnlyList<TrainerNews> Events
    {
        get
        {
            lock (writing) return [.. events];
        }
    }

    public void Exported(ExportOutcome outcome) => Export = outcome;

    /// <summary>Says something new, and keeps it.</summary>
    public void Say(TrainerNews news)
    {
        lock (writing)
        {
            Now = news with { At = clock.GetUtcNow() };
            events.Insert(0, Now);
            if (events.Count > Most) events.RemoveAt(Most);
        }
    }

    /// <summary>Counts on, without an event.</summary>
    public void Count(long passes, long records) => Now = Now with { Passes = passes, Records = records };

    /// <summary>Asks for a new export and training on what comes of it.</summary>
    public void AskAgain() => asked.TrySetResult();

    public async Task UntilAskedAsync(CancellationToken cancellation)
    {
        await asked.Task.WaitAsync(cancellation);
        asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
