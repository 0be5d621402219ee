namespace Headgate;

/// <summary>To whom a record was shown (semantics.md, Record). Anything else is unknown.</summary>
public static class Visibilities
{
    public static IReadOnlyList<string> All { get; } = ["public", "connections", "private"];
}
