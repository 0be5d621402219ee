namespace Headgate;

/// <summary>Where somebody is, as somebody claimed: an ISO 3166-1 alpha-2 code, or words that were not understood and are kept as written.</summary>
/// <remarks>Ordered by code, character by character.</remarks>
public readonly record struct Region : IComparable<Region>
{
    private Region(string code, bool isUnderstood) => (Code, IsUnderstood) = (code, isUnderstood);

    /// <summary>A region that was stated to be unknown: a null where a region belongs.</summary>
    public static Region Unknown { get; } = new("", false);

    /// <summary>The alpha-2 code, or what was written.</summary>
    public string Code { get; }

    /// <summary>Whether <see cref="Code"/> is an ISO 3166-1 code. Where it is not, every decision denies with <c>unknown-region</c>.</summary>
    public bool IsUnderstood { get; }

    /// <summary>Understands alpha-2 and alpha-3 codes, English names, and <c>UK</c> and <c>EL</c>; keeps anything else as written.</summary>
    public static Region Understand(string text) =>
        IsoCountries.Find(text) is { } code ? new(code, true) : new(text, false);

    public int CompareTo(Region other) => string.CompareOrdinal(Code, other.Code);

    public override string ToString() => Code;
}
