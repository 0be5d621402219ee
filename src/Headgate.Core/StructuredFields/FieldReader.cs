using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Headgate.StructuredFields;

/// <summary>The parsing algorithms of RFC 9651, sections 4.2.1 to 4.2.3, over what is left of a field. After a false answer nothing more may be read.</summary>
internal ref struct FieldReader(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    private ReadOnlySpan<char> rest = text;

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>Steps over the comma between two members; at the end there is none, and none may stand there.</summary>
    public bool TrySeparator()
    {
        rest = rest.TrimStart(" \t");
        if (AtEnd) return true;
        if (!TryTake(',')) return false;
        rest = rest.TrimStart(" \t");
        return !AtEnd;
    }

    /// <summary>The value of a dictionary's member: what follows <c>=</c>; without it, true.</summary>
    public bool TryMemberOrTrue([NotNullWhen(true)] out FieldMember? member)
    {
        if (TryTake('=')) return TryMember(out member);
        member = TryParameters(out var parameters) ? new Item(BareItem.True, parameters) : null;
        return member is not null;
    }

    public bool TryMember([NotNullWhen(true)] out FieldMember? member)
    {
        member = TryTake('(') ? InnerList() : TryItem(out var item) ? item : null;
        return member is not null;
    }

    public bool TryItem([NotNullWhen(true)] out Item? item)
    {
        item = BareItemReader.TryRead(ref rest, out var value) && TryParameters(out var parameters) ? new(value, parameters) : null;
        return item is not null;
    }

    public bool TryKey(out string key)
    {
        key = "";
        if (AtEnd || !(char.IsAsciiLetterLower(rest[0]) || rest[0] == '*')) return false;
        var end = rest.IndexOfAnyExcept(KeyCharacters);
        key = (end < 0 ? rest : rest[..end]).ToString();
        rest = rest[key.Length..];
        return true;
    }

    private InnerList? InnerList()
    {
        var items = new List<Item>();
        while (true)
        {
            rest = rest.TrimStart(' ');
            if (TryTake(')')) return TryParameters(out var parameters) ? new(items, parameters) : null;
            if (!TryItem(out var item) || AtEnd || rest[0] is not (' ' or ')')) return null;
            items.Add(item);
        }
    }

    private bool TryParameters(out OrderedDictionary<string, BareItem> parameters)
    {
        parameters = new(StringComparer.Ordinal);
        while (TryTake(';'))
        {
            rest = rest.TrimStart(' ');
            if (!TryKey(out var key)) return false;
            var value = BareItem.True;
            if (TryTake('=') && !BareItemReader.TryRead(ref rest, out value)) return false;
            parameters[key] = value;
        }
        return true;
    }

    private bool TryTake(char wanted)
    {
        if (AtEnd || rest[0] != wanted) return false;
        rest = rest[1..];
        return true;
    }
}
