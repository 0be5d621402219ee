namespace Headgate.Engine;

/// <summary>What became of an import.</summary>
/// <param name="Recorded">Statements recorded.</param>
/// <param name="Rejected">Rows that were not taken.</param>
/// <param name="Problems">Of the rows, the first few, each with its line or row.</param>
/// <param name="Notes">What was taken, but not understood in full, such as a region kept as written.</param>
public sealed record ImportOutcome(long Recorded, long First, Instant RecordedAt, long Rejected, IReadOnlyList<RowProblem> Problems, IReadOnlyDictionary<string, long> Notes)
{
    /// <summary>Statements of the same file that were recorded by earlier runs.</summary>
    public long RecordedBefore { get; init; }

    /// <summary>Whether the whole file had been recorded before, so that this run recorded nothing.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Where every row that was not taken stands with its problem; null where all were taken.</summary>
    public string? RejectedFile { get; init; }
}

/// <param name="Row">The line of a JSONL file, the row of another.</param>
public sealed record RowProblem(long Row, string Problem);
