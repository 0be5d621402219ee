namespace Headgate.Engine;

/// <summary>What an evidence pack shall hold.</summary>
/// <param name="Region">A code, or a group, to which what is regional is limited; null for all.</param>
/// <param name="WithPersonal">Whether it speaks of people: without, no subject is in it, and counts of fewer than five people are not given.</param>
public sealed record EvidenceRequest(string? Region = null, bool WithPersonal = false);

/// <summary>A pack that was written.</summary>
/// <param name="Out">Where it lies.</param>
/// <param name="Size">How many statements the ledger had.</param>
/// <param name="Acts">How many public acts it proves.</param>
/// <param name="LeftOut">How many of other regions it leaves out.</param>
/// <param name="NotFound">Data sets and models that the ledger names and that do not lie where they were put: their signed manifests are missing.</param>
/// <param name="People">How many statements about people it holds.</param>
/// <param name="Figures">The numbers of its page.</param>
public sealed record EvidenceOutcome(
    string Out, long Size, int Acts, int LeftOut, IReadOnlyList<string> NotFound, long People, IReadOnlyDictionary<string, long> Figures);
