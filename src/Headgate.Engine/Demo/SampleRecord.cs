namespace Headgate.Engine.Demo;

/// <summary>An invented record of the sample network. What is null is left out of it.</summary>
public sealed record SampleRecord
{
    public required string Id { get; init; }

    public string? Author { get; init; }

    public IReadOnlyList<string> OtherPeople { get; init; } = [];

    public string? Kind { get; init; }

    /// <summary>Null where the labels are unknown.</summary>
    public IReadOnlyList<string>? Labels { get; init; } = [];

    public string? Visibility { get; init; }

    public string Service { get; init; } = "network";

    public Instant? Created { get; init; }

    /// <summary>What stands in place of <see cref="Created"/>: a day that does not exist.</summary>
    public string? ImpossibleDate { get; init; }

    public string? DerivedFrom { get; init; }

    /// <summary>The record's AIPREF statement, such as <c>train-ai=n</c>.</summary>
    public string? ContentUsage { get; init; }

    public string? Title { get; init; }

    public required string Text { get; init; }

    public required string Language { get; init; }

    /// <summary>Null where the record is not a photo.</summary>
    public SamplePhoto? Photo { get; init; }
}

/// <summary>What was read from a photo's file.</summary>
/// <param name="Image">The file, relative to where the records lie.</param>
/// <param name="DataMining">The PLUS <c>DataMining</c> value; null where the file has none.</param>
public sealed record SamplePhoto(string Image, string Camera, int Width, int Height, DateOnly Taken, string AltText, string? DataMining);
