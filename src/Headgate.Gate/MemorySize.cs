using System.Globalization;
using System.Text.RegularExpressions;

namespace Headgate.Gate;

/// <summary>An amount of memory, in bytes.</summary>
public readonly partial record struct MemorySize(long Bytes)
{
    private static readonly string[] Units = ["KB", "MB", "GB", "TB"];

    /// <summary>Reads what people write: <c>4GB</c>, <c>800MB</c>, <c>1.5 GiB</c>; decimal and binary units are told apart.</summary>
    /// <returns>Null where that is no size.</returns>
    public static MemorySize? Read(string text)
    {
        if (Form().Match(text) is not { Success: true } size) return null;
        var unit = size.Groups["unit"].Value.ToUpperInvariant();
        var power = Array.IndexOf(Units, unit.Replace("I", "", StringComparison.Ordinal)) + 1;
        var bytes = double.Parse(size.Groups["number"].Value, CultureInfo.InvariantCulture) * Math.Pow(unit.Contains('I', StringComparison.Ordinal) ? 1024 : 1000, power);
        return bytes is >= 1 and < 1L << 60 ? new MemorySize((long)bytes) : null;
    }

    /// <summary>So many megabytes of 10⁶ bytes.</summary>
    public static MemorySize Megabytes(int count) => new(count * 1_000_000L);

    /// <summary>As DuckDB reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,3})?) ?(?<unit>[KMGT]i?B)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
