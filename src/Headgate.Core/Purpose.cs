namespace Headgate;

/// <summary>What data would be used for: a node of the policy's tree of purposes.</summary>
/// <param name="Title">What people are told it is.</param>
/// <param name="Dpv">The term of the W3C Data Privacy Vocabulary, such as <c>ai:ModelTraining</c>.</param>
/// <param name="Aipref">The AIPREF label that speaks of it, such as <c>train-ai</c>.</param>
public sealed record Purpose(string Name, Purpose? Parent, string? Title, string? Dpv, string? Aipref)
{
    /// <summary>The AIPREF label of the purpose or its nearest ancestor that has one.</summary>
    public string? AiprefLabel => Aipref ?? Parent?.AiprefLabel;

    /// <summary>Whether this is the named purpose or one of its descendants.</summary>
    public bool IsWithin(string name) => Name == name || Parent?.IsWithin(name) == true;
}
