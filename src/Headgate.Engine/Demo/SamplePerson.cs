using System.Globalization;

namespace Headgate.Engine.Demo;

/// <summary>An invented member of the sample network, as the platform's own table would describe them.</summary>
public sealed record SamplePerson
{
    /// <summary>Their place among the people, from 0, in the order in which they joined.</summary>
    public required int Number { get; init; }

    public string Id => IdOf(Number);

    public required string Name { get; init; }

    /// <summary>How others speak to them.</summary>
    public required string FirstName { get; init; }

    public required string Headline { get; init; }

    /// <summary>Where they really live: an alpha-2 code, which the platform may not know.</summary>
    public required string Home { get; init; }

    public required string City { get; init; }

    /// <summary>What they mostly write in: en, de, fr, nl, pl, pt or es.</summary>
    public required string Language { get; init; }

    public required string Profession { get; init; }

    /// <summary>What each source says of their regions; empty where none says anything.</summary>
    public required IReadOnlyList<SampleClaim> Claims { get; init; }

    /// <summary>Where this and the two other ways to tell an age are null, the age is unknown.</summary>
    public DateOnly? Born { get; init; }

    public int? Age { get; init; }

    public string? AgeBand { get; init; }

    /// <summary>The day of which <see cref="Age"/> or <see cref="AgeBand"/> speaks.</summary>
    public DateOnly? AgeOn { get; init; }

    /// <summary>Null where the platform states none.</summary>
    public string? Status { get; init; }

    public required DateOnly Joined { get; init; }

    internal static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"m{number:D7}");
}

/// <summary>What one source says of somebody's regions.</summary>
/// <param name="Source">declared, billing, network or phone.</param>
/// <param name="Regions">As written, understood or not; null where they are stated to be unknown.</param>
public sealed record SampleClaim(string Source, IReadOnlyList<string>? Regions);
