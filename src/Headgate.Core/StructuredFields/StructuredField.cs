namespace Headgate.StructuredFields;

/// <summary>Reads HTTP fields of the three structured types, strictly: all of the text is of the type, or nothing is (RFC 9651, section 4.2).</summary>
/// <remarks>A field that came on several lines is given as their values joined by <c>", "</c>. Work is proportional to the length of the text.</remarks>
public static class StructuredField
{
    /// <returns>Null where the text is not an item.</returns>
    public static Item? ParseItem(ReadOnlySpan<char> text)
    {
        var reader = new FieldReader(text.Trim(' '));
        return reader.TryItem(out var item) && reader.AtEnd ? item : null;
    }

    /// <returns>Null where the text is not a list; empty where there is no text.</returns>
    public static IReadOnlyList<FieldMember>? ParseList(ReadOnlySpan<char> text)
    {
        var reader = new FieldReader(text.Trim(' '));
        var members = new List<FieldMember>();
        while (!reader.AtEnd)
        {
            if (!reader.TryMember(out var member)) return null;
            members.Add(member);
            if (!reader.TrySeparator()) return null;
        }
        return members;
    }

    /// <returns>Null where the text is not a dictionary; empty where there is no text. Of a repeated key the last value stands, in the place of the first.</returns>
    public static OrderedDictionary<string, FieldMember>? ParseDictionary(ReadOnlySpan<char> text)
    {
        var reader = new FieldReader(text.Trim(' '));
        var members = new OrderedDictionary<string, FieldMember>(StringComparer.Ordinal);
        while (!reader.AtEnd)
        {
            if (!reader.TryKey(out var key) || !reader.TryMemberOrTrue(out var member)) return null;
            members[key] = member;
            if (!reader.TrySeparator()) return null;
        }
        return members;
    }
}
