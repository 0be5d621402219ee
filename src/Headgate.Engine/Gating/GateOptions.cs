using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A gate run as it was asked for (cli.md, gate).</summary>
/// <param name="Out">Where the data set is to lie; must not exist, or be empty.</param>
public sealed record GateOptions(
    IReadOnlyList<string> Content, IReadOnlyList<string> Sources, string? MapPath, string Purpose, string Out,
    long? AsOf, Instant? At, OutputFormat Format, bool VerdictsOnly, bool WithSubjects, MemorySize Memory, int Threads, string? Temp)
{
    /// <summary>Files that say who else is in a record.</summary>
    public IReadOnlyList<string> Edges { get; init; } = [];

    public OutputShape Shape { get; init; } = OutputShape.Default;

    /// <summary>Whether what is eligible goes to standard output: <see cref="Out"/> is then for the time of the run only.</summary>
    public bool IsPiped { get; init; }

    /// <summary>The data set that this one follows; null where it is the first.</summary>
    public PreviousDataSet? Previous { get; init; }
}
