namespace Headgate.Stores;

/// <summary>A statement that is to be recorded.</summary>
/// <param name="EffectiveAt">From when it counts, where that is not when it is recorded: earlier for a choice or a notice, later for a policy.</param>
public sealed record NewStatement(Statement Statement, Instant? EffectiveAt = null);
