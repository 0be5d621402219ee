namespace Headgate;

/// <summary>A policy tells apart more cases than a decision table holds.</summary>
public sealed class TableTooLargeException(long cells, string? dimension = null)
    : Exception($"the policy tells {cells} cases apart{(dimension is null ? "" : $", most by {dimension}")}; a decision table holds {DecisionTable.MostCells}")
{
    /// <summary>The dimension that tells most apart.</summary>
    public string? Dimension { get; } = dimension;
}
