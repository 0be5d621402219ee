using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace Headgate.Ledger;

/// <summary>Writes JSON of which every value has exactly one text: no blanks, members in the order written, strings escaped as RFC 8785, section 3.2.2.2, says.</summary>
/// <remarks>Not left to a library's writer, which may escape more from one version to the next: these bytes are hashed.</remarks>
internal sealed class CanonicalJson
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private byte[] buffer = new byte[512];
    private int length;
    private bool follows;

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Clear() => (length, follows) = (0, false);

    public CanonicalJson Begin(char bracket)
    {
        Separate();
        Put((byte)bracket);
        follows = false;
        return this;
    }

    public CanonicalJson End(char bracket)
    {
        Put((byte)bracket);
        follows = true;
        return this;
    }

    public CanonicalJson Name(string name)
    {
        Value(name);
        Put((byte)':');
        follows = false;
        return this;
    }

    /// <exception cref="ArgumentException">The text is not well-formed Unicode: it would not come back as it was.</exception>
    public CanonicalJson Value(string? text)
    {
        Separate();
        if (text is null)
        {
            Put("null"u8);
            return this;
        }
        Put((byte)'"');
        var room = Room(text.Length * 3);
        if (Utf8.FromUtf16(text, room, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
            throw new ArgumentException("a text is not well-formed Unicode");
        if (room[..written].ContainsAny(Escaped)) Escape(room[..written].ToArray());
        else length += written;
        Put((byte)'"');
        return this;
    }

    public CanonicalJson Value(long number)
    {
        Separate();
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        length += written;
        return this;
    }

    public CanonicalJson Value(bool truth)
    {
        Separate();
        Put(truth ? "true"u8 : "false"u8);
        return this;
    }

    /// <summary>A string as <see cref="Instant.ToString"/> writes it.</summary>
    public CanonicalJson Value(Instant instant)
    {
        Separate();
        Put((byte)'"');
        instant.ToDateTimeOffset().UtcDateTime.TryFormat(Room(28), out _, "O", CultureInfo.InvariantCulture);
        length += 26; // seven digits of a second, the last of which is always 0, and the zone
        Put("Z\""u8);
        return this;
    }

    /// <summary>Goes on with bytes that were written so before.</summary>
    public CanonicalJson Raw(ReadOnlySpan<byte> written)
    {
        Put(written);
        follows = true;
        return this;
    }

    private void Separate()
    {
        if (follows) Put((byte)',');
        follows = true;
    }

    private void Escape(ReadOnlySpan<byte> text)
    {
        foreach (var one in text)
        {
            if (!Escaped.Contains(one)) Put(one);
            else if (Short(one) is var letter && letter != 0) Put([(byte)'\\', letter]);
            else Put([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', (byte)('0' + (one >> 4)), (byte)"0123456789abcdef"[one & 15]]);
        }
    }

    private static byte Short(byte one) => one switch
    {
        (byte)'"' or (byte)'\\' => one,
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        _ => 0,
    };

    private void Put(byte one)
    {
        Room(1)[0] = one;
        length++;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        length += bytes.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (buffer.Length - length < bytes) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
        return buffer.AsSpan(length);
    }
}
