namespace Headgate.Stores;

/// <summary>Something about a ledger that does not hold.</summary>
/// <param name="Path">The file, within the ledger's folder.</param>
/// <param name="Problem">What is wrong with it, and what can be done, in words for a user.</param>
public sealed record LedgerProblem(string Path, string Problem);
