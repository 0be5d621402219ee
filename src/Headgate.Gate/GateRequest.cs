namespace Headgate.Gate;

/// <summary>What a gate run is to do. The terms and the snapshot hold all that it knows of the ledger.</summary>
/// <param name="Sources">Files of records from which others derive; judged, not written.</param>
/// <param name="Snapshot">The folder of the standings at the run's position and instant.</param>
/// <param name="Out">An existing, empty folder aside: nothing is moved into place here.</param>
public sealed record GateRequest(
    Terms Terms, IReadOnlyList<ContentFile> Content, IReadOnlyList<ContentFile> Sources, ContentMap Map, string Snapshot,
    string Out, OutputFormat Format, bool VerdictsOnly, bool WithSubjects, Bounds Bounds)
{
    /// <summary>Files that say who else is in a record.</summary>
    public IReadOnlyList<ContentFile> Edges { get; init; } = [];

    public OutputShape Shape { get; init; } = OutputShape.Default;

    /// <summary>Folders with eligible parts of earlier runs, which are taken over where they are what would be written.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];
}
