using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Headgate.Ledger;

/// <summary>Reads bodies back to statements (docs/ledger-format.md, Bodies).</summary>
internal static class StatementReader
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out Statement? statement, out Instant effectiveAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            var root = document.RootElement;
            effectiveAt = StatementWords.ToInstant(Text(root, "effective_at"));
            statement = Read(root);
            return statement is not null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            (statement, effectiveAt) = (null, default);
            return false;
        }
    }

    private static Statement? Read(JsonElement body) => Text(body, "kind") switch
    {
        "member" => Member(body),
        "choice" => new ChoiceMade(Subject(body), Text(body, "purpose"), StatementWords.ToChoice(Text(body, "choice")), OptionalText(body, "channel")),
        "notice-served" => new NoticeServed(Subject(body), Notice(body)),
        "notice-bounced" => new NoticeBounced(Subject(body), Notice(body)),
        "policy" => new PolicyPublished(Text(body, "text"), Digests(Need(body, "notices")), Overriding(body)),
        "suspension" => Suspension(body),
        "lift" => Lift(body),
        "took-hold" => new TookHold(Need(body, "suspension").GetInt64(), Took(Need(body, "took_us").GetInt64())),
        "data-set" => new DataSetSealed(
            Text(body, "name"), Text(body, "purpose"), Text(body, "manifest"),
            Need(body, "input").GetInt64(), Need(body, "kept").GetInt64(), Need(body, "replay").GetBoolean()),
        "erasure" => new Erased(Need(body, "statements").GetInt64()),
        "key" => new KeyChanged(Key(body, "from"), Key(body, "to"), Text(body, "proof")),
        "permit" => new PermitGiven(
            Text(body, "data_set"), Text(body, "manifest"), Text(body, "purpose"), Text(body, "run"), StatementWords.ToWindow(Text(body, "lease"))),
        "permit-ended" => new PermitEnded(Need(body, "permit").GetInt64(), Text(body, "reason")),
        "concern" => new ConcernOpened(Text(body, "authority"), Text(body, "text"), Due(body), Text(body, "reference")),
        "concern-answer" => new ConcernAnswered(Need(body, "concern").GetInt64(), Text(body, "text"), Text(body, "reference")),
        "concern-closed" => new ConcernClosed(Need(body, "concern").GetInt64(), Text(body, "text"), Text(body, "reference")),
        "commitment" => new CommitmentMade(Optional(body, "concern")?.GetInt64(), Text(body, "authority"), Text(body, "text"), Due(body), Text(body, "reference")),
        "commitment-fulfilled" => new CommitmentFulfilled(Need(body, "commitment").GetInt64(), Text(body, "text"), Text(body, "reference")),
        "model" => new ModelTrained(
            Text(body, "name"), Text(body, "purpose"), Text(body, "manifest"), Need(body, "permit").GetInt64(), Need(body, "records").GetInt64(), Need(body, "authors").GetInt64()),
        "model-forgot" => new ModelForgot(Text(body, "name"), Text(body, "before"), Text(body, "after"), Need(body, "people").GetInt64(), Need(body, "records").GetInt64()),
        "disclosure" => new DataSetDisclosed(Text(body, "data_set"), Text(body, "manifest"), Text(body, "recipient")),
        "recipient-told" => new RecipientTold(Need(body, "disclosure").GetInt64(), Need(body, "as_of").GetInt64(), Need(body, "records").GetInt64(), Text(body, "notification")),
        "recipient-acknowledged" => new RecipientAcknowledged(Need(body, "told").GetInt64(), Text(body, "text")),
        _ => null,
    };

    private static MemberDescribed Member(JsonElement body) => new(
        Subject(body),
        Optional(body, "regions") is { } regions ? [.. regions.EnumerateArray().Select(Claimed)] : null,
        Text(body, "source"),
        Optional(body, "birth") is { } birth ? new(Birth(birth)) : null,
        Optional(body, "status") is { } status ? StatementWords.ToStatus(status.GetString()) : null);

    private static Region Claimed(JsonElement region) => region.GetString() is { } code ? Region.Understand(code) : Region.Unknown;

    private static BirthRange? Birth(JsonElement birth) => birth.ValueKind == JsonValueKind.Null
        ? null
        : BirthRange.Between(StatementWords.ToDate(Text(birth, "earliest")), StatementWords.ToDate(Text(birth, "latest")));

    private static Suspended Suspension(JsonElement body) => new(
        Text(body, "purpose"),
        Optional(body, "regions") is { } regions ? Texts(regions) : null,
        Texts(Need(body, "region_words")),
        OptionalText(body, "service"),
        OptionalText(body, "collected_from") is { } from ? StatementWords.ToInstant(from) : null,
        OptionalText(body, "collected_to") is { } to ? StatementWords.ToInstant(to) : null,
        Text(body, "authority"),
        Text(body, "reference"));

    private static Lifted Lift(JsonElement body) => new(
        Need(body, "suspension").GetInt64(),
        Optional(body, "after") is { } after ? Notice(after) : null,
        OptionalText(body, "window") is { } window ? StatementWords.ToWindow(window) : null,
        Overriding(body));

    private static TimeSpan Took(long microseconds) =>
        microseconds is >= 0 and <= long.MaxValue / TimeSpan.TicksPerMicrosecond ? TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond) : throw new FormatException("no time that something took");

    private static Override? Overriding(JsonElement body) =>
        Optional(body, "override") is { } overriding ? new(Text(overriding, "reason"), Text(overriding, "by")) : null;

    private static SortedDictionary<string, string> Digests(JsonElement notices)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var notice in notices.EnumerateObject()) digests.Add(notice.Name, Words(notice.Value));
        return digests;
    }

    private static DateOnly? Due(JsonElement body) => OptionalText(body, "due") is { } day ? StatementWords.ToDate(day) : null;

    private static SubjectId Subject(JsonElement body) => SubjectId.From(Text(body, "subject")) ?? throw new FormatException("no subject");

    private static VerifierKey Key(JsonElement body, string name) => VerifierKey.TryParse(Text(body, name), out var key) ? key : throw new FormatException("no key");

    private static NoticeVersion Notice(JsonElement body) => new(Text(body, "notice"), Need(body, "version").GetInt32());

    private static string[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(Words)];

    private static string Text(JsonElement body, string name) => Words(Need(body, name));

    private static string? OptionalText(JsonElement body, string name) => Optional(body, name) is { } value ? Words(value) : null;

    private static string Words(JsonElement value) => value.GetString() ?? throw new FormatException("a text is null");

    private static JsonElement? Optional(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement Need(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value : throw new FormatException("a member is missing");
}
