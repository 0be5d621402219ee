namespace Headgate.Stores;

/// <summary>The ledger does not hold: what is there cannot have been written by it. The message says what, in words for a user.</summary>
public sealed class LedgerDamageException : Exception
{
    public LedgerDamageException(string message)
        : base(message)
    {
    }

    public LedgerDamageException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
