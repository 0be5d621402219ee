using System.Diagnostics.CodeAnalysis;

namespace Headgate.Ledger;

/// <summary>The body of a statement: one line of canonical JSON, whose bytes the log's entry commits to (docs/ledger-format.md, Bodies).</summary>
/// <remarks>Every body begins with <c>kind</c> and <c>effective_at</c>; a part that says nothing is left out.</remarks>
public static class StatementBody
{
    /// <summary>The kind of the entry: <c>personal</c>, or what the public act is.</summary>
    public static string EntryKind(Statement statement) => statement is PersonalStatement ? LogEntry.Personal : Kind(statement);

    /// <summary>The bytes of a body: always the same for the same statement.</summary>
    /// <exception cref="ArgumentException">The subject names nobody, a text is not well-formed Unicode, or a window is not of whole seconds up to a hundred years.</exception>
    public static byte[] Write(Statement statement, Instant effectiveAt)
    {
        var json = new CanonicalJson();
        Write(json, statement, effectiveAt);
        return json.Written.ToArray();
    }

    /// <summary>Reads a body. Members that are not known are passed over.</summary>
    /// <returns>False where it is not of that form, or of a kind that is not known here.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out Statement? statement, out Instant effectiveAt) =>
        StatementReader.TryRead(body, out statement, out effectiveAt);

    /// <returns>How many bytes stand before what is particular to the kind.</returns>
    internal static int Write(CanonicalJson json, Statement statement, Instant effectiveAt)
    {
        Begin(json, Kind(statement), effectiveAt, statement is PersonalStatement personal ? personal.Subject : null);
        var begun = json.Written.Length;
        switch (statement)
        {
            case MemberDescribed member: Member(json, member); break;
            case ChoiceMade made:
                json.Name("purpose").Value(made.Purpose).Name("choice").Value(StatementWords.Of(made.Choice));
                Optional(json, "channel", made.Channel);
                break;
            case NoticeServed served: Notice(json, served.Notice); break;
            case NoticeBounced bounced: Notice(json, bounced.Notice); break;
            case PolicyPublished policy: Policy(json, policy); break;
            case Suspended suspended: Suspension(json, suspended); break;
            case Lifted lifted: Lift(json, lifted); break;
            case TookHold held: json.Name("suspension").Value(held.Suspension).Name("took_us").Value(Microseconds(held.Took)); break;
            case DataSetSealed set:
                json.Name("name").Value(set.Name).Name("purpose").Value(set.Purpose).Name("manifest").Value(set.ManifestDigest)
                    .Name("input").Value(set.Input).Name("kept").Value(set.Kept).Name("replay").Value(set.Replay);
                break;
            case Erased erased: json.Name("statements").Value(erased.Statements); break;
            case KeyChanged changed: json.Name("from").Value(changed.From.ToString()).Name("to").Value(changed.To.ToString()).Name("proof").Value(changed.Proof); break;
            case PermitGiven permit:
                json.Name("data_set").Value(permit.DataSet).Name("manifest").Value(permit.ManifestDigest).Name("purpose").Value(permit.Purpose)
                    .Name("run").Value(permit.Run).Name("lease").Value(StatementWords.Of(permit.Lease));
                break;
            case PermitEnded ended: json.Name("permit").Value(ended.Permit).Name("reason").Value(ended.Reason); break;
            case ConcernOpened opened: Raised(json, opened.Authority, opened.Text, opened.Due, opened.Reference); break;
            case ConcernAnswered answered: Concerning(json, "concern", answered.Concern, answered.Text, answered.Reference); break;
            case ConcernClosed closed: Concerning(json, "concern", closed.Concern, closed.Text, closed.Reference); break;
            case CommitmentMade made:
                if (made.Concern is { } concern) json.Name("concern").Value(concern);
                Raised(json, made.Authority, made.Text, made.Due, made.Reference);
                break;
            case CommitmentFulfilled fulfilled: Concerning(json, "commitment", fulfilled.Commitment, fulfilled.Text, fulfilled.Reference); break;
            case ModelTrained model:
                json.Name("name").Value(model.Name).Name("purpose").Value(model.Purpose).Name("manifest").Value(model.ManifestDigest)
                    .Name("permit").Value(model.Permit).Name("records").Value(model.Records).Name("authors").Value(model.Authors);
                break;
            case ModelForgot forgot:
                json.Name("name").Value(forgot.Name).Name("before").Value(forgot.Before).Name("after").Value(forgot.After)
                    .Name("people").Value(forgot.People).Name("records").Value(forgot.Records);
                break;
            case DataSetDisclosed disclosed: json.Name("data_set").Value(disclosed.DataSet).Name("manifest").Value(disclosed.ManifestDigest).Name("recipient").Value(disclosed.Recipient); break;
            case RecipientTold told:
                json.Name("disclosure").Value(told.Disclosure).Name("as_of").Value(told.AsOf).Name("records").Value(told.Records).Name("notification").Value(told.Notification);
                break;
            case RecipientAcknowledged acknowledged: json.Name("told").Value(acknowledged.Told).Name("text").Value(acknowledged.Text); break;
        }
        json.End('}');
        return begun;
    }

    /// <summary>Writes what every body begins with.</summary>
    /// <param name="subject">Null in a public act.</param>
    internal static void Begin(CanonicalJson json, string kind, Instant effectiveAt, SubjectId? subject)
    {
        json.Begin('{').Name("kind").Value(kind).Name("effective_at").Value(effectiveAt);
        if (subject is { } who) json.Name("subject").Value(who.Value ?? throw new ArgumentException("a personal statement names its subject"));
    }

    internal static string Kind(Statement statement) => statement switch
    {
        MemberDescribed => "member",
        ChoiceMade => "choice",
        NoticeServed => "notice-served",
        NoticeBounced => "notice-bounced",
        PolicyPublished => "policy",
        Suspended => "suspension",
        Lifted => "lift",
        TookHold => "took-hold",
        DataSetSealed => "data-set",
        Erased => "erasure",
        KeyChanged => "key",
        PermitGiven => "permit",
        PermitEnded => "permit-ended",
        ConcernOpened => "concern",
        ConcernAnswered => "concern-answer",
        ConcernClosed => "concern-closed",
        CommitmentMade => "commitment",
        CommitmentFulfilled => "commitment-fulfilled",
        ModelTrained => "model",
        ModelForgot => "model-forgot",
        DataSetDisclosed => "disclosure",
        RecipientTold => "recipient-told",
        RecipientAcknowledged => "recipient-acknowledged",
        _ => throw new ArgumentException("a statement of this kind has no body"),
    };

    private static void Member(CanonicalJson json, MemberDescribed member)
    {
        json.Name("source").Value(member.Source);
        if (member.Regions is { } regions)
        {
            json.Name("regions").Begin('[');
            foreach (var region in regions) json.Value(region == Region.Unknown ? null : region.Code);
            json.End(']');
        }
        if (member.Birth is { } birth)
        {
            if (birth.Value is { } range)
                json.Name("birth").Begin('{').Name("earliest").Value(StatementWords.Of(range.Earliest)).Name("latest").Value(StatementWords.Of(range.Latest)).End('}');
            else json.Name("birth").Value(null);
        }
        if (member.Status is { } status) json.Name("status").Value(StatementWords.Of(status));
    }

    private static void Policy(CanonicalJson json, PolicyPublished policy)
    {
        json.Name("text").Value(policy.Text).Name("notices").Begin('{');
        foreach (var (notice, digest) in policy.NoticeDigests.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.Name(notice).Value(digest);
        json.End('}');
        Overriding(json, policy.Override);
    }

    private static void Suspension(CanonicalJson json, Suspended suspended)
    {
        json.Name("purpose").Value(suspended.Purpose);
        if (suspended.Regions is { } regions) Texts(json, "regions", regions);
        Texts(json, "region_words", suspended.RegionWords);
        Optional(json, "service", suspended.Service);
        if (suspended.CollectedFrom is { } from) json.Name("collected_from").Value(from);
        if (suspended.CollectedTo is { } to) json.Name("collected_to").Value(to);
        json.Name("authority").Value(suspended.Authority).Name("reference").Value(suspended.Reference);
    }

    private static void Lift(CanonicalJson json, Lifted lifted)
    {
        json.Name("suspension").Value(lifted.Suspension);
        if (lifted.After is { } after)
        {
            json.Name("after").Begin('{');
            Notice(json, after);
            json.End('}');
        }
        if (lifted.Window is { } window) json.Name("window").Value(StatementWords.Of(window));
        Overriding(json, lifted.Override);
    }

    private static long Microseconds(TimeSpan took) =>
        took >= TimeSpan.Zero && took.Ticks % TimeSpan.TicksPerMicrosecond == 0 ? took.Ticks / TimeSpan.TicksPerMicrosecond : throw new ArgumentException("a time that something took is of whole microseconds");

    private static void Raised(CanonicalJson json, string authority, string text, DateOnly? due, string reference)
    {
        json.Name("authority").Value(authority).Name("text").Value(text);
        if (due is { } day) json.Name("due").Value(StatementWords.Of(day));
        json.Name("reference").Value(reference);
    }

    private static void Concerning(CanonicalJson json, string what, long position, string text, string reference) =>
        json.Name(what).Value(position).Name("text").Value(text).Name("reference").Value(reference);

    private static void Notice(CanonicalJson json, NoticeVersion notice) => json.Name("notice").Value(notice.Notice).Name("version").Value(notice.Version);

    private static void Overriding(CanonicalJson json, Override? overriding)
    {
        if (overriding is not null) json.Name("override").Begin('{').Name("reason").Value(overriding.Reason).Name("by").Value(overriding.By).End('}');
    }

    private static void Optional(CanonicalJson json, string name, string? text)
    {
        if (text is not null) json.Name(name).Value(text);
    }

    private static void Texts(CanonicalJson json, string name, IReadOnlyList<string> texts)
    {
        json.Name(name).Begin('[');
        foreach (var text in texts) json.Value(text);
        json.End(']');
    }
}
