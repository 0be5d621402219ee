using System.Diagnostics.CodeAnalysis;

namespace Headgate.Ledger;

/// <summary>Base64 of which every value has exactly one text (RFC 4648, sections 3.3, 3.5 and 4): padded, no blanks, no bits left over.</summary>
internal static class StrictBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 != 0) return false;
        var buffer = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, buffer, out var length)) return false;
        Array.Resize(ref buffer, length);
        if (!Convert.ToBase64String(buffer).AsSpan().SequenceEqual(text)) return false;
        bytes = buffer;
        return true;
    }
}
