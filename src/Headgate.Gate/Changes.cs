namespace Headgate.Gate;

/// <summary>What a run is compared with: the verdicts of an earlier one over the same input.</summary>
/// <param name="Verdicts">Its verdict file.</param>
/// <param name="Reasons">The reason of each code, and whether it allows; null where there is none.</param>
/// <param name="Changed">The people whose verdicts may differ, a line of JSON each; null where anybody's may.</param>
/// <param name="CreatedAfter">Records created after this are to be looked at too, in microseconds.</param>
public sealed record Comparison(string Verdicts, IReadOnlyList<ComparedCode?> Reasons, string? Changed, long CreatedAfter);

/// <summary>A code of an earlier run.</summary>
public sealed record ComparedCode(string Reason, bool Allows);

/// <summary>How the verdicts of two runs differ.</summary>
/// <param name="Leave">Of those that were kept and are not any more, how many for each reason.</param>
/// <param name="Enter">Of those that were not kept and now may be, how many for each reason that allows.</param>
/// <param name="List">A file with a line of JSON for each: record, change, the reason that was and the one that is.</param>
/// <param name="LookedAt">How many records were decided again.</param>
public sealed record Changes(IReadOnlyDictionary<string, long> Leave, IReadOnlyDictionary<string, long> Enter, string List, long LookedAt);
