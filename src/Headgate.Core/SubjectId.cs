namespace Headgate;

/// <summary>The platform's identifier of a person. Text, compared character by character; an integer counts as its decimal digits (semantics.md, Standing of a subject).</summary>
/// <remarks>Never empty, except for the default value, which names nobody.</remarks>
public readonly record struct SubjectId : IComparable<SubjectId>
{
    private SubjectId(string value) => Value = value;

    public string Value { get; }

    /// <returns>Null where <paramref name="text"/> is null or empty: nobody is named.</returns>
    public static SubjectId? From(string? text) => string.IsNullOrEmpty(text) ? null : new SubjectId(text);

    public int CompareTo(SubjectId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
