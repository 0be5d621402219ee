namespace Headgate.Gate;

/// <summary>What a gate run is to do. The terms and the snapshot hold all that it knows of the ledger.</summary>
/// <param name="Sources">Files of records from which others derive; judged, not written.</param>
/// <param name="Snapshot">The folder of the standings at the run's position and instant.</param>
/// <param name="Out">An existing, empty folder aside: nothing is moved into place here.</param>
public sealed record GateRequest(
    Terms Terms, IReadOnlyList<ContentFile> Content, IReadOnlyList<ContentFile> Sources, ContentMap Map, string Snapshot,
    string Out, OutputFormat Format, bool VerdictsOnly, bool WithSubjects, Bounds Bounds);
