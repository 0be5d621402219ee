namespace Headgate;

/// <summary>A purpose was asked for that the policy in force does not name (semantics.md, Time and knowledge).</summary>
public sealed class UnknownPurposeException(string purpose, Policy policy)
    : Exception($"the policy in force (`{policy.Name}` version {policy.Version}) has no purpose `{Names.Show(purpose)}`")
{
    /// <summary>The nearest purpose that there is.</summary>
    public string Help { get; } = Nearest.Hint(purpose, policy.Purposes.Keys);
}
