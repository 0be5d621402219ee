using System.Globalization;

namespace Headgate.StructuredFields;

/// <summary>A bare item: one value without its parameters (RFC 9651, section 3.3).</summary>
/// <remarks>The default value is the integer 0. Asking for a type that <see cref="Kind"/> is not throws <see cref="InvalidOperationException"/>.</remarks>
public readonly record struct BareItem
{
    private const int Thousandths = 1000;

    private readonly long number;
    private readonly string? text;
    private readonly ReadOnlyMemory<byte> bytes;

    private BareItem(BareItemKind kind, long number = 0, string? text = null, ReadOnlyMemory<byte> bytes = default) =>
        (Kind, this.number, this.text, this.bytes) = (kind, number, text, bytes);

    public BareItemKind Kind { get; }

    public static BareItem True { get; } = OfBoolean(true);

    /// <summary>Of a <see cref="BareItemKind.Integer"/>: at most fifteen digits.</summary>
    public long Integer => Is(BareItemKind.Integer).number;

    /// <summary>Of a <see cref="BareItemKind.Decimal"/>: at most twelve digits before the point and three behind it.</summary>
    public decimal Decimal => (decimal)Is(BareItemKind.Decimal).number / Thousandths;

    /// <summary>Of a <see cref="BareItemKind.String"/>, <see cref="BareItemKind.Token"/> or <see cref="BareItemKind.DisplayString"/>.</summary>
    public string Text => text ?? throw new InvalidOperationException($"a {Kind} has no text");

    /// <summary>Of a <see cref="BareItemKind.ByteSequence"/>.</summary>
    public ReadOnlyMemory<byte> Bytes => Is(BareItemKind.ByteSequence).bytes;

    public bool Boolean => Is(BareItemKind.Boolean).number != 0;

    /// <summary>Of a <see cref="BareItemKind.Date"/>: seconds since 1970-01-01T00:00:00Z, at most fifteen digits.</summary>
    public long UnixSeconds => Is(BareItemKind.Date).number;

    public bool IsToken(string token) => Kind == BareItemKind.Token && text == token;

    public override string ToString() => text ?? Kind switch
    {
        BareItemKind.ByteSequence => Convert.ToBase64String(bytes.Span),
        BareItemKind.Decimal => Decimal.ToString(CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    internal static BareItem OfInteger(long value) => new(BareItemKind.Integer, value);

    internal static BareItem OfThousandths(long value) => new(BareItemKind.Decimal, value);

    internal static BareItem OfString(string value) => new(BareItemKind.String, text: value);

    internal static BareItem OfToken(string value) => new(BareItemKind.Token, text: value);

    internal static BareItem OfBytes(byte[] value) => new(BareItemKind.ByteSequence, bytes: value);

    internal static BareItem OfBoolean(bool value) => new(BareItemKind.Boolean, value ? 1 : 0);

    internal static BareItem OfDate(long unixSeconds) => new(BareItemKind.Date, unixSeconds);

    internal static BareItem OfDisplayString(string value) => new(BareItemKind.DisplayString, text: value);

    private BareItem Is(BareItemKind kind) => Kind == kind ? this : throw new InvalidOperationException($"a {Kind} is not a {kind}");
}
