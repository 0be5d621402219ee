using System.Text.RegularExpressions;

namespace Headgate.Cli;

/// <summary>Sizes of memory as people write them: <c>4GB</c>, <c>800MB</c>, <c>1.5 GiB</c>.</summary>
internal static partial class MemorySize
{
    public static bool IsValid(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,3})? ?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
