namespace Headgate.Gate;

/// <summary>What the verdicts of some records depend on, beside their subjects, a row each.</summary>
/// <param name="kinds">The number of the kind, one more than all of them where it is not listed.</param>
/// <param name="codes">The record code; where the kind is not listed anything.</param>
/// <param name="created">The time of creation in microseconds, where it is known at T.</param>
/// <param name="days">Its day, as <see cref="DateOnly.DayNumber"/>; <see cref="Unknown"/> where it is unknown at T.</param>
internal readonly ref struct RecordRows(Span<int> kinds, Span<int> codes, Span<long> created, Span<int> days)
{
    /// <summary>A day that is not known.</summary>
    public const int Unknown = -1;

    public Span<int> Kinds { get; } = kinds;

    public Span<int> Codes { get; } = codes;

    public Span<long> Created { get; } = created;

    public Span<int> Days { get; } = days;

    public RecordValue At(int row) => new(Codes[row], Created[row], Days[row]);
}

/// <summary>A row of <see cref="RecordRows"/>.</summary>
internal readonly record struct RecordValue(int Code, long Created, int Day);
