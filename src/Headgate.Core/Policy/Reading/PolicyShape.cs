namespace Headgate;

/// <summary>One kind of mapping in a policy or a story: its keys, in the order in which they are usually written.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Means">What such a mapping is, for people who write one.</param>
internal sealed record PolicyShape(string Name, string Means, IReadOnlyList<PolicyKey> Keys)
{
    public IReadOnlyList<string> Words { get; } = [.. Keys.Select(key => key.Name)];
}

/// <summary>A key of such a mapping.</summary>
/// <param name="Value">What may stand there: a type of the schema or another shape; with <c>?</c>, also nothing.</param>
/// <param name="Means">What it means, for people who write one.</param>
/// <param name="Required">Whether the mapping is wrong without it.</param>
internal sealed record PolicyKey(string Name, string Value, string Means, bool Required = false);
