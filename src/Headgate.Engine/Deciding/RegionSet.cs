namespace Headgate.Engine;

/// <summary>A set of regions as a standing or a record claims them.</summary>
internal sealed class RegionSet(IEnumerable<Region> claimed) : IEquatable<RegionSet>
{
    /// <summary>The number of what is no ISO 3166-1 code: nothing tells two of them apart.</summary>
    public const ushort NotUnderstood = ushort.MaxValue;

    private static readonly Dictionary<string, ushort> ByCode =
        IsoCountries.Codes.Select((code, number) => (code, number)).ToDictionary(pair => pair.code, pair => (ushort)pair.number, StringComparer.Ordinal);

    public static RegionSet None { get; } = new([]);

    /// <summary>The numbers of the regions, once each and in alphabetical order; <see cref="NotUnderstood"/> comes last.</summary>
    public ushort[] Numbers { get; } = [.. claimed.Select(NumberOf).Distinct().Order()];

    public IEnumerable<Region> Regions => Numbers.Select(number => number == NotUnderstood ? Region.Unknown : Region.Understand(IsoCountries.Codes[number])).Order();

    /// <summary>The number of a region: its place among <see cref="IsoCountries.Codes"/>.</summary>
    public static ushort NumberOf(Region region) => region.IsUnderstood ? ByCode[region.Code] : NotUnderstood;

    public bool Equals(RegionSet? other) => other is not null && Numbers.AsSpan().SequenceEqual(other.Numbers);

    public override bool Equals(object? obj) => Equals(obj as RegionSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in Numbers) hash.Add(number);
        return hash.ToHashCode();
    }
}
