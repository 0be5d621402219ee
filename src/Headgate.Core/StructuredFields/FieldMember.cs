namespace Headgate.StructuredFields;

/// <summary>A member of a list or a dictionary: an <see cref="Item"/> or an <see cref="InnerList"/> (RFC 9651, sections 3.1 and 3.2).</summary>
/// <param name="Parameters">By key, in the order in which the keys first came; of a repeated key the last value stands.</param>
public abstract record FieldMember(OrderedDictionary<string, BareItem> Parameters);

/// <summary>One value and its parameters (RFC 9651, section 3.3).</summary>
public sealed record Item(BareItem Value, OrderedDictionary<string, BareItem> Parameters) : FieldMember(Parameters);

/// <summary>Items in parentheses, with parameters of their own (RFC 9651, section 3.1.1).</summary>
public sealed record InnerList(IReadOnlyList<Item> Items, OrderedDictionary<string, BareItem> Parameters) : FieldMember(Parameters);
