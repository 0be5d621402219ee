using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>A key that a ledger is or was signed with.</summary>
/// <param name="Since">The position of the statement that made it so; null for the first.</param>
/// <param name="Proof">The signature of the key before it, in base64; null for the first.</param>
public sealed record LedgerKey(VerifierKey Key, long? Since, string? Proof)
{
    /// <summary>The key, and after a blank the proof that there is.</summary>
    public override string ToString() => Proof is null ? Key.ToString() : $"{Key} {Proof}";
}
