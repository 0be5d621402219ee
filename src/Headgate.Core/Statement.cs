using Headgate.Ledger;

namespace Headgate;

/// <summary>One thing that was said or done. The ledger records statements; every decision is a function of them (semantics.md, Time and knowledge).</summary>
public abstract record Statement
{
    private protected Statement()
    {
    }
}

/// <summary>A statement about one person. Its public entry in the log holds a salted commitment only, so that it can be erased.</summary>
public abstract record PersonalStatement(SubjectId Subject) : Statement;

/// <summary>What a platform says of a member. A part that is null says nothing and leaves what stood.</summary>
/// <param name="Regions">The regions claimed by <paramref name="Source"/>, replacing those of the same source.</param>
/// <param name="Source">Where the regions come from: declared, billing, network, phone.</param>
public sealed record MemberDescribed(
    SubjectId Subject, IReadOnlyList<Region>? Regions, string Source, Said<BirthRange>? Birth, SubjectStatus? Status)
    : PersonalStatement(Subject);

/// <summary>A value that was said, perhaps said to be unknown.</summary>
/// <param name="Value">Null where it was stated to be unknown.</param>
public sealed record Said<T>(T? Value)
    where T : struct;

/// <summary>A choice for a purpose: an objection, a consent, or the withdrawal of either.</summary>
/// <param name="Channel">How it reached the platform, such as <c>settings</c>; null where nobody said.</param>
public sealed record ChoiceMade(SubjectId Subject, string Purpose, Choice Choice, string? Channel) : PersonalStatement(Subject);

/// <summary>A version of a notice was served to a subject.</summary>
public sealed record NoticeServed(SubjectId Subject, NoticeVersion Notice) : PersonalStatement(Subject);

/// <summary>A notice did not reach a subject after all: what was served until then is taken back.</summary>
public sealed record NoticeBounced(SubjectId Subject, NoticeVersion Notice) : PersonalStatement(Subject);

/// <summary>One version of a notice.</summary>
public readonly record struct NoticeVersion(string Notice, int Version)
{
    public override string ToString() => $"{Notice} v{Version}";
}

/// <summary>An act that concerns everybody. Its body is public in full.</summary>
public abstract record PublicAct : Statement;

/// <summary>Somebody answers by name for doing what would otherwise be refused.</summary>
public sealed record Override(string Reason, string By);

/// <summary>A policy was published.</summary>
/// <param name="Text">The policy file, word for word.</param>
/// <param name="NoticeDigests">SHA-256 in lower-case hex of each notice text that the file refers to, by notice.</param>
public sealed record PolicyPublished(string Text, IReadOnlyDictionary<string, string> NoticeDigests, Override? Override) : PublicAct;

/// <summary>A pause was imposed.</summary>
/// <param name="Regions">Alpha-2 codes in alphabetical order; null means everywhere.</param>
/// <param name="RegionWords">The regions as they were named.</param>
/// <param name="CollectedFrom">With <paramref name="CollectedTo"/>, the half-open collection window it is limited to.</param>
public sealed record Suspended(
    string Purpose, IReadOnlyList<string>? Regions, IReadOnlyList<string> RegionWords, string? Service,
    Instant? CollectedFrom, Instant? CollectedTo, string Authority, string Reference) : PublicAct;

/// <summary>How long a suspension took, from when it was asked for until nothing could be allowed any more and the permits that it reaches were over. Whoever imposed it measured that; it changes no verdict.</summary>
/// <param name="Suspension">The position of the suspension.</param>
/// <param name="Took">Whole microseconds, not negative.</param>
public sealed record TookHold(long Suspension, TimeSpan Took) : PublicAct;

/// <summary>A suspension was lifted: for those who were told and had time to object, or by override for all.</summary>
/// <param name="Suspension">The position of the suspension.</param>
public sealed record Lifted(long Suspension, NoticeVersion? After, TimeSpan? Window, Override? Override) : PublicAct;

/// <summary>A gate run sealed a data set.</summary>
/// <param name="ManifestDigest">SHA-256 in lower-case hex of the manifest's payload.</param>
public sealed record DataSetSealed(string Name, string Purpose, string ManifestDigest, long Input, long Kept, bool Replay) : PublicAct;

/// <summary>What was stated of one person was destroyed. Who it was is said nowhere; the entries, and everything that was proved with them, stay.</summary>
/// <param name="Statements">How many statements.</param>
public sealed record Erased(long Statements) : PublicAct;

/// <summary>The log is signed with another key from here on. Only who held the old one can have recorded it.</summary>
/// <param name="Proof">The old key's signature, in base64, over <see cref="Message"/>.</param>
public sealed record KeyChanged(VerifierKey From, VerifierKey To, string Proof) : PublicAct
{
    /// <summary>What the old key signs to hand over to a new one.</summary>
    public static string Message(VerifierKey to) => $"headgate-key/1\n{to}\n";
}

/// <summary>A lease to train on a sealed data set was given; its id is its position (semantics.md, Permit). Renewals are no statements.</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="ManifestDigest">SHA-256 in lower-case hex of its manifest's payload, as in <see cref="DataSetSealed"/>.</param>
/// <param name="Run">What the training run is called.</param>
/// <param name="Lease">How long it holds from when it is given, or renewed.</param>
public sealed record PermitGiven(string DataSet, string ManifestDigest, string Purpose, string Run, TimeSpan Lease) : PublicAct;

/// <summary>A permit ended. Nothing brings it back.</summary>
/// <param name="Permit">The position of the permit.</param>
/// <param name="Reason"><c>closed</c>, <c>expired</c>, or what revoked it: a reason of a verdict, such as <c>suspended:7</c>.</param>
public sealed record PermitEnded(long Permit, string Reason) : PublicAct;

/// <summary>An authority raised a concern; its id is its position. Like everything about concerns and commitments it changes no verdict.</summary>
/// <param name="Due">The day by whose end an answer is asked for; null where none was set.</param>
public sealed record ConcernOpened(string Authority, string Text, DateOnly? Due, string Reference) : PublicAct;

/// <summary>The company answered a concern. Whether that is enough is not for it to say.</summary>
/// <param name="Concern">The position of the concern.</param>
public sealed record ConcernAnswered(long Concern, string Text, string Reference) : PublicAct;

/// <summary>The authority closed a concern, which approves nothing. What was undertaken goes on being owed.</summary>
/// <param name="Concern">The position of the concern.</param>
public sealed record ConcernClosed(long Concern, string Text, string Reference) : PublicAct;

/// <summary>The company undertook something towards an authority; its id is its position.</summary>
/// <param name="Concern">The position of the concern that it answers; null where it answers none.</param>
/// <param name="Due">The day by whose end it is owed; null where it holds without end.</param>
public sealed record CommitmentMade(long? Concern, string Authority, string Text, DateOnly? Due, string Reference) : PublicAct;

/// <summary>The company did what it had undertaken.</summary>
/// <param name="Commitment">The position of the commitment.</param>
public sealed record CommitmentFulfilled(long Commitment, string Text, string Reference) : PublicAct;

/// <summary>A model was trained on a sealed data set under a permit.</summary>
/// <param name="ManifestDigest">SHA-256 in lower-case hex of the payload of its manifest, which names its data sets and files.</param>
/// <param name="Permit">The position of the permit.</param>
/// <param name="Records">How many records it was trained on.</param>
/// <param name="Authors">How many people wrote them.</param>
public sealed record ModelTrained(string Name, string Purpose, string ManifestDigest, long Permit, long Records, long Authors) : PublicAct;

/// <summary>A model was made to forget people: another took its place, which is byte for byte the one that never saw them.</summary>
/// <param name="Before">SHA-256 in lower-case hex of the payload of the manifest before.</param>
/// <param name="After">That of the manifest after.</param>
/// <param name="People">How many people were forgotten; who they are is not said.</param>
/// <param name="Records">How many records went with them.</param>
public sealed record ModelForgot(string Name, string Before, string After, long People, long Records) : PublicAct;

/// <summary>A data set was handed to somebody outside; its id is its position. They are told of what must leave it later (GDPR Art. 19).</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="ManifestDigest">SHA-256 in lower-case hex of its manifest's payload, as in <see cref="DataSetSealed"/>.</param>
/// <param name="Recipient">What the recipient is called; how to reach them is kept beside the log.</param>
public sealed record DataSetDisclosed(string DataSet, string ManifestDigest, string Recipient) : PublicAct;

/// <summary>A recipient was told which records to remove; its id is its position.</summary>
/// <param name="Disclosure">The position of the <see cref="DataSetDisclosed"/>.</param>
/// <param name="AsOf">The position up to which the records were decided again.</param>
/// <param name="Records">How many records are to be removed.</param>
/// <param name="Notification">SHA-256 in lower-case hex of the list of their ids, as JSON.</param>
public sealed record RecipientTold(long Disclosure, long AsOf, long Records, string Notification) : PublicAct;

/// <summary>A recipient acknowledged what they were told.</summary>
/// <param name="Told">The position of the <see cref="RecipientTold"/>.</param>
public sealed record RecipientAcknowledged(long Told, string Text) : PublicAct;
