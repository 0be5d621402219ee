namespace Headgate.Gate;

/// <summary>How far a run has come.</summary>
/// <param name="Doing">What it is at, in words.</param>
/// <param name="Fraction">Of that, from 0 to 1; null where it cannot be told.</param>
/// <param name="Records">How many records that is about.</param>
public sealed record GateProgress(string Doing, double? Fraction, long Records);
