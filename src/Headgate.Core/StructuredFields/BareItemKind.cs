namespace Headgate.StructuredFields;

/// <summary>The types of a bare item (RFC 9651, section 3.3).</summary>
public enum BareItemKind
{
    Integer = 0,
    Decimal = 1,
    String = 2,
    Token = 3,
    ByteSequence = 4,
    Boolean = 5,
    Date = 6,
    DisplayString = 7,
}
