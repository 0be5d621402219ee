namespace Headgate.Stores;

/// <summary>The ledger does not do what was asked, and nothing was written. The message says why, and what to do, in words for a user.</summary>
public sealed class LedgerRefusalException : Exception
{
    public LedgerRefusalException(string message)
        : base(message)
    {
    }

    public LedgerRefusalException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
