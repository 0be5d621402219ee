namespace Headgate;

/// <summary>One unit of content as a decision sees it (semantics.md, Record). What is null is unknown, except where it says otherwise.</summary>
public sealed class Record
{
    /// <summary>Null where the record has none: it is malformed.</summary>
    public string? Id { get; init; }

    /// <summary>Whether a field of the record was of the wrong type.</summary>
    public bool HasWrongType { get; init; }

    public SubjectId? Author { get; init; }

    /// <summary>Everybody else whom the record speaks of, in their order; a null is somebody who was not named.</summary>
    public IReadOnlyList<SubjectId?> Others { get; init; } = [];

    public string? Kind { get; init; }

    /// <summary>Null where the labels are unknown; a null among them is an unknown label.</summary>
    public IReadOnlyList<string?>? Labels { get; init; }

    public string? Visibility { get; init; }

    public string? Service { get; init; }

    public Instant? Created { get; init; }

    /// <summary>Null means as <see cref="Created"/>, unless <see cref="IsCollectedUnknown"/>.</summary>
    public Instant? Collected { get; init; }

    /// <summary>Whether it was stated that nobody knows when the record was collected: a null where the time belongs.</summary>
    public bool IsCollectedUnknown { get; init; }

    /// <summary>The regions at publication that the record claims; empty where it claims none.</summary>
    public IReadOnlyList<Region> Regions { get; init; } = [];

    /// <summary>The ids of the records that this one derives from; a null is one that was not named.</summary>
    public IReadOnlyList<string?> DerivedFrom { get; init; } = [];

    public ContentSignals Signals { get; init; } = ContentSignals.None;

    public bool IsMalformed => Id is null || HasWrongType;
}
