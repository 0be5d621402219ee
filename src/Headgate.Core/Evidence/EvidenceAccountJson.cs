using System.Globalization;
using System.Text;
using System.Text.Json;
using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Evidence;

/// <summary>Writes the account of a pack. Frozen: what is added gets another predicate type (docs/evidence-format.md, The account).</summary>
internal static class EvidenceAccountJson
{
    public static byte[] Write(EvidenceAccount account) => [.. Jcs.Write(writer => Write(writer, account)), (byte)'\n'];

    private static void Write(Utf8JsonWriter writer, EvidenceAccount account)
    {
        writer.WriteStartObject();
        writer.WriteString("at", account.At.ToString());
        writer.WriteStartObject("figures");
        foreach (var (name, figure) in account.Figures()) writer.WriteNumber(name, figure);
        writer.WriteEndObject();
        Each(writer, "policies", account.Policies, Policy);
        Array(writer, "suspensions", account.Suspensions, one => Suspension(writer, one));
        Array(writer, "concerns", account.Concerns.Concerns, one => Concern(writer, one, account.At));
        Array(writer, "commitments", account.Concerns.Commitments, one => Commitment(writer, one, account.At));
        Each(writer, "data_sets", account.DataSets, DataSet);
        Array(writer, "permits", account.Permits, one => Given(writer, one));
        Each(writer, "models", account.Models, Model);
        Each(writer, "forgettings", account.Forgettings, Forgetting);
        Array(writer, "disclosures", account.Disclosures, one => Disclosure(writer, one));
        Each(writer, "erasures", account.Erasures, (into, act) => into.WriteNumber("statements", ((Erased)act.Statement).Statements));
        Each(writer, "keys", account.KeyChanges, (into, act) => into.WriteString("to", ((KeyChanged)act.Statement).To.ToString()));
        writer.WriteEndObject();
    }

    private static void Policy(Utf8JsonWriter writer, Recorded act)
    {
        var policy = (PolicyPublished)act.Statement;
        writer.WriteString("sha256", Digest.Of(Encoding.UTF8.GetBytes(policy.Text)).ToHex());
        writer.WriteStartObject("notices");
        foreach (var (notice, digest) in policy.NoticeDigests.OrderBy(pair => pair.Key, StringComparer.Ordinal)) writer.WriteString(notice, digest);
        writer.WriteEndObject();
        Overriding(writer, policy.Override);
    }

    private static void Suspension(Utf8JsonWriter writer, SuspensionAccount one)
    {
        Begin(writer, one.Act);
        var suspended = one.Suspended;
        writer.WriteString("purpose", suspended.Purpose);
        if (suspended.Regions is { } regions) Texts(writer, "regions", regions);
        Texts(writer, "region_words", suspended.RegionWords);
        Optional(writer, "service", suspended.Service);
        Optional(writer, "collected_from", suspended.CollectedFrom?.ToString());
        Optional(writer, "collected_to", suspended.CollectedTo?.ToString());
        writer.WriteString("authority", suspended.Authority);
        writer.WriteString("reference", suspended.Reference);
        if (one.TookHold is { } took) writer.WriteNumber("took_hold_us", took.Ticks / TimeSpan.TicksPerMicrosecond);
        writer.WriteNumber("permits_revoked", one.Revoked.Count);
        if (one.LastRevokedAfter is { } after) writer.WriteNumber("last_revoked_after_us", after.Ticks / TimeSpan.TicksPerMicrosecond);
        Each(writer, "lifts", one.Lifts, (into, act) =>
        {
            var lifted = (Lifted)act.Statement;
            if (lifted.After is { } notice) into.WriteString("after", notice.ToString());
            if (lifted.Window is { } window) into.WriteNumber("window_seconds", (long)window.TotalSeconds);
            Overriding(into, lifted.Override);
        });
        writer.WriteEndObject();
    }

    private static void Concern(Utf8JsonWriter writer, Concern concern, Instant at)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", concern.Position);
        writer.WriteString("since", concern.Since.ToString());
        writer.WriteString("authority", concern.Opened.Authority);
        writer.WriteString("text", concern.Opened.Text);
        writer.WriteString("reference", concern.Opened.Reference);
        Optional(writer, "due", Day(concern.Opened.Due));
        writer.WriteString("state", concern.StateAt(at));
        Each(writer, "answers", concern.Answers, (into, act) => into.WriteString("text", ((ConcernAnswered)act.Statement).Text));
        Optional(writer, "closed_at", concern.Closing?.EffectiveAt.ToString());
        writer.WriteEndObject();
    }

    private static void Commitment(Utf8JsonWriter writer, Commitment commitment, Instant at)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", commitment.Position);
        writer.WriteString("since", commitment.Since.ToString());
        if (commitment.Made.Concern is { } concern) writer.WriteNumber("concern", concern);
        writer.WriteString("authority", commitment.Made.Authority);
        writer.WriteString("text", commitment.Made.Text);
        writer.WriteString("reference", commitment.Made.Reference);
        Optional(writer, "due", Day(commitment.Made.Due));
        writer.WriteString("state", commitment.StateAt(at));
        Optional(writer, "fulfilled_at", commitment.Fulfilment?.EffectiveAt.ToString());
        writer.WriteEndObject();
    }

    private static void DataSet(Utf8JsonWriter writer, Recorded act)
    {
        var set = (DataSetSealed)act.Statement;
        writer.WriteString("name", set.Name);
        writer.WriteString("purpose", set.Purpose);
        writer.WriteString("manifest", set.ManifestDigest);
        writer.WriteNumber("input", set.Input);
        writer.WriteNumber("kept", set.Kept);
        writer.WriteBoolean("replay", set.Replay);
    }

    private static void Given(Utf8JsonWriter writer, Permit permit)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", permit.Position);
        writer.WriteString("since", permit.Since.ToString());
        writer.WriteString("data_set", permit.Given.DataSet);
        writer.WriteString("manifest", permit.Given.ManifestDigest);
        writer.WriteString("purpose", permit.Given.Purpose);
        writer.WriteString("run", permit.Given.Run);
        writer.WriteNumber("lease_seconds", (long)permit.Given.Lease.TotalSeconds);
        Optional(writer, "ended_at", permit.Ending?.RecordedAt.ToString());
        Optional(writer, "ended_because", permit.EndReason);
        writer.WriteEndObject();
    }

    private static void Model(Utf8JsonWriter writer, Recorded act)
    {
        var model = (ModelTrained)act.Statement;
        writer.WriteString("name", model.Name);
        writer.WriteString("purpose", model.Purpose);
        writer.WriteString("manifest", model.ManifestDigest);
        writer.WriteNumber("permit", model.Permit);
        writer.WriteNumber("records", model.Records);
        writer.WriteNumber("authors", model.Authors);
    }

    private static void Forgetting(Utf8JsonWriter writer, Recorded act)
    {
        var forgot = (ModelForgot)act.Statement;
        writer.WriteString("name", forgot.Name);
        writer.WriteString("before", forgot.Before);
        writer.WriteString("after", forgot.After);
        writer.WriteNumber("people", forgot.People);
        writer.WriteNumber("records", forgot.Records);
    }

    private static void Disclosure(Utf8JsonWriter writer, DisclosureAccount one)
    {
        Begin(writer, one.Act);
        var disclosed = (DataSetDisclosed)one.Act.Statement;
        writer.WriteString("data_set", disclosed.DataSet);
        writer.WriteString("manifest", disclosed.ManifestDigest);
        writer.WriteString("recipient", disclosed.Recipient);
        Each(writer, "told", one.Told, (into, act) => into.WriteNumber("records", ((RecipientTold)act.Statement).Records));
        Each(writer, "acknowledged", one.Acknowledged, (into, act) => into.WriteNumber("told", ((RecipientAcknowledged)act.Statement).Told));
        writer.WriteEndObject();
    }

    private static void Overriding(Utf8JsonWriter writer, Override? by)
    {
        if (by is null) return;
        writer.WriteStartObject("override");
        writer.WriteString("reason", by.Reason);
        writer.WriteString("by", by.By);
        writer.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter writer, Recorded act)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", act.Position);
        writer.WriteString("recorded_at", act.RecordedAt.ToString());
        writer.WriteString("effective_at", act.EffectiveAt.ToString());
    }

    private static void Each(Utf8JsonWriter writer, string name, IReadOnlyList<Recorded> acts, Action<Utf8JsonWriter, Recorded> write) => Array(writer, name, acts, act =>
    {
        Begin(writer, act);
        write(writer, act);
        writer.WriteEndObject();
    });

    private static void Array<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> all, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var one in all) write(one);
        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null) writer.WriteString(name, text);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
