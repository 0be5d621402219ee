namespace Headgate.Engine;

/// <summary>A clock that stands where the story is, so that the ledger's times, and every default that is taken from the clock, are the story's own.</summary>
internal sealed class StoryClock(Instant start) : TimeProvider
{
    public Instant Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
