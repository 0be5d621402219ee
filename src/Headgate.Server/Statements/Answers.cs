namespace Headgate.Server;

/// <summary>What was recorded, with its proof.</summary>
/// <param name="Receipt">Proves to anybody that it stands in the log; <c>headgate-verify</c> checks it.</param>
internal sealed record RecordedOne(long Position, string RecordedAt, string? Receipt);

/// <param name="First">The position of the first.</param>
/// <param name="Notes">What was taken but not understood in full, and how often.</param>
internal sealed record RecordedMany(long First, long Count, string RecordedAt, IReadOnlyDictionary<string, long>? Notes = null);

/// <param name="Permits">How many permits it revoked.</param>
/// <param name="TookHoldMs">After how long no decision of this server could allow any more.</param>
internal sealed record SuspensionMade(string Id, long Position, string RecordedAt, long Permits, double TookHoldMs);

/// <param name="State"><c>in-force</c>, or <c>lifted</c> where it holds for nobody any more.</param>
/// <param name="After">The notice after which it no longer holds for whoever was told.</param>
/// <param name="TookHoldMs">How long it took to take hold, as the ledger has it; null where nobody measured that.</param>
internal sealed record SuspensionSaid(
    string Id, string Purpose, IReadOnlyList<string>? Regions, string? Service, string? CollectedFrom, string? CollectedTo, string Authority, string Reference, string Since, string State, string? After, double? TookHoldMs);

/// <summary>Something that a second person has to confirm.</summary>
internal sealed record ProposalSaid(string Id, string What, string By, string At);

internal sealed record PolicySaid(string Name, int Version, long Position, string Effective, string Text);

internal sealed record ConcernsSaid(IReadOnlyList<ConcernSaid> Concerns, IReadOnlyList<CommitmentSaid> Commitments);

internal sealed record ConcernSaid(long Id, string Authority, string Text, string Since, string? Due, string State, IReadOnlyList<string> Answers);

internal sealed record CommitmentSaid(long Id, long? Concern, string Authority, string Text, string Since, string? Due, string State);

/// <summary>What is known of one person.</summary>
internal sealed record SubjectSaid(
    string Subject, long AsOf, IReadOnlyList<string> Regions, string Status, string? BornFrom, string? BornTo, IReadOnlyList<ChoiceSaid> Choices, IReadOnlyList<NoticeSaid> Notices);

internal sealed record ChoiceSaid(string Purpose, string Choice, string Since);

internal sealed record NoticeSaid(string Notice, int Version, IReadOnlyList<string> Served);

/// <param name="Statements">How many were destroyed.</param>
/// <param name="Kept">The purposes of which an objection survives.</param>
/// <param name="Remains">What remains, each with its reason.</param>
/// <param name="NotReached">What may still hold something, and what to do about it.</param>
internal sealed record ErasureSaid(long Statements, IReadOnlyList<string> Kept, IReadOnlyList<string> Remains, IReadOnlyList<string> NotReached);

internal sealed record ReceiptsSaid(string Subject, IReadOnlyList<RecordedOne> Receipts);
