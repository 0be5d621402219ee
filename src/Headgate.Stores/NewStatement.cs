namespace Headgate.Stores;

/// <summary>A statement that is to be recorded.</summary>
/// <param name="EffectiveAt">From when it counts, where that is not when it is recorded: earlier for a choice or a notice, later for a policy.</param>
/// <param name="Place">Where what a public act speaks of lies on this machine, such as a data set; kept beside the log, not in it.</param>
public sealed record NewStatement(Statement Statement, Instant? EffectiveAt = null, string? Place = null);
