using Headgate.Evidence;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What the page of an evidence pack is written from.</summary>
/// <param name="Gates">The accounts of data sets, by the positions of their acts.</param>
/// <param name="NotFound">Names of data sets and models without a signed manifest, by position.</param>
/// <param name="People">How many statements about people lie beside.</param>
internal sealed record EvidenceContents(
    Checkpoint Ledger, Instant At, EvidenceScope? Scope, EvidenceAccount Account, IReadOnlyDictionary<long, GateManifest> Gates, IReadOnlyDictionary<long, ModelManifest> Models,
    IReadOnlyDictionary<long, string> NotFound, StatedBeside Stated, IReadOnlyList<LeftOutAct> LeftOut, IReadOnlyList<LedgerKey> Keys, long People);
