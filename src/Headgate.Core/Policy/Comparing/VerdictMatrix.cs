namespace Headgate;

/// <summary>What a policy says, in rows and columns.</summary>
/// <param name="Columns">The words for each column; empty where there is but one, for everything.</param>
public sealed record VerdictMatrix(IReadOnlyList<string> Columns, IReadOnlyList<MatrixRow> Rows);

/// <summary>A row of a <see cref="VerdictMatrix"/>.</summary>
/// <param name="Words">What it is about; empty where it is about everything.</param>
/// <param name="Cells">A reason a column; null where no case can be.</param>
public sealed record MatrixRow(string Words, IReadOnlyList<Reason?> Cells);
