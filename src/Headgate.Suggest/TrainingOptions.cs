namespace Headgate.Suggest;

/// <summary>How a model is made. The same options, records and names make the same bytes.</summary>
public sealed record TrainingOptions
{
    public const int DefaultPeople = 5;

    /// <summary>How many different people must have used a wording before it is anybody's.</summary>
    public int People { get; init; } = DefaultPeople;

    /// <summary>The longest wording, in words.</summary>
    public int Order { get; init; } = 5;

    /// <summary>How many threads count; the bytes do not depend on it.</summary>
    public int Threads { get; init; } = Math.Max(2, Environment.ProcessorCount);
}

/// <summary>How far training has come.</summary>
/// <param name="Doing">What is being done.</param>
/// <param name="Words">How many words were read or counted.</param>
/// <param name="Total">Of how many; null where that is not known yet.</param>
public sealed record TrainingProgress(string Doing, long Words, long? Total);
