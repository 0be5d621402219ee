using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headgate.Manifest;

namespace Headgate.Engine;

/// <summary>What happened to a data set, permit or model, as OpenLineage 2-0-2 says it: a RunEvent with our facets (docs/lineage.md, OpenLineage).</summary>
internal sealed class LineageEvent(Session session)
{
    private const string Producer = "https://headgate.dev/openlineage";
    private const string Schema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private const string Facets = "https://openlineage.io/spec/facets";

    private readonly string origin = session.Store.Key.Name;
    private readonly IReadOnlyDictionary<long, string> places = session.Store.Places();

    /// <summary>The event of an act; null where it is none that lineage is about.</summary>
    /// <param name="acts">All of them.</param>
    public byte[]? Of(Recorded act, IReadOnlyList<Recorded> acts) => act.Statement switch
    {
        DataSetSealed seal => Gated(act, seal),
        PermitGiven given => Permitted(act, given, act.Position, "START", null),
        PermitEnded ended when acts.FirstOrDefault(one => one.Position == ended.Permit)?.Statement is PermitGiven given =>
            Permitted(act, given, ended.Permit, ended.Reason is PermitState.Closed or PermitState.Expired ? "COMPLETE" : "ABORT", ended.Reason),
        ModelTrained trained => Modelled(act, trained.Name, trained.Purpose, trained.ManifestDigest, null, trained.Permit, Given(acts, trained.Permit), trained.Records, 0),
        ModelForgot forgot => Modelled(act, forgot.Name, "", forgot.After, forgot.Before, null, null, -forgot.Records, forgot.People),
        _ => null,
    };

    private byte[] Gated(Recorded act, DataSetSealed seal) => Write(act, "COMPLETE", act.Position, $"gate/{seal.Name}", "gate",
        facets =>
        {
            Facet(facets, "headgate_gate", Producer + "/headgate_gate.json#/$defs/HeadgateGateRunFacet");
            facets.WriteString("purpose", seal.Purpose);
            facets.WriteString("manifest", seal.ManifestDigest);
            facets.WriteNumber("position", act.Position);
            facets.WriteNumber("input", seal.Input);
            facets.WriteNumber("kept", seal.Kept);
            facets.WriteBoolean("replay", seal.Replay);
            if (ManifestOf(act.Position, seal.ManifestDigest) is { } manifest)
            {
                facets.WriteNumber("as_of", manifest.Ledger.Size);
                facets.WriteString("at", manifest.At.ToString());
                if (manifest.Policy is { } policy) facets.WriteString("policy", string.Create(CultureInfo.InvariantCulture, $"{policy.Id} v{policy.Version}"));
                facets.WriteStartObject("by_reason");
                foreach (var (reason, count) in manifest.Counts.ByReason) facets.WriteNumber(reason, count);
                facets.WriteEndObject();
            }
            facets.WriteEndObject();
        },
        inputs =>
        {
            foreach (var input in ManifestOf(act.Position, seal.ManifestDigest)?.Inputs ?? []) Dataset(inputs, "file", Path.GetFullPath(input.Path), null, input.Records, input: true);
        },
        outputs => Dataset(outputs, "file", places.GetValueOrDefault(act.Position) ?? seal.Name, seal.ManifestDigest, seal.Kept, input: false));

    private byte[] Permitted(Recorded act, PermitGiven given, long permit, string type, string? reason) => Write(act, type, permit, $"train/{given.Run}", "permit",
        facets =>
        {
            Facet(facets, "headgate_permit", Producer + "/headgate_permit.json#/$defs/HeadgatePermitRunFacet");
            facets.WriteNumber("permit", permit);
            facets.WriteString("purpose", given.Purpose);
            facets.WriteString("run", given.Run);
            facets.WriteString("manifest", given.ManifestDigest);
            facets.WriteNumber("lease_seconds", (long)given.Lease.TotalSeconds);
            if (reason is not null) facets.WriteString("ended", reason);
            facets.WriteEndObject();
        },
        inputs => Dataset(inputs, origin, given.DataSet, given.ManifestDigest, null, input: true),
        _ => { });

    private byte[] Modelled(Recorded act, string name, string purpose, string digest, string? before, long? permit, PermitGiven? given, long records, long people) => Write(act, "COMPLETE", act.Position, $"model/{name}", "model",
        facets =>
        {
            if (permit is { } under)
            {
                facets.WriteStartObject("parent");
                facets.WriteString("_producer", Producer);
                facets.WriteString("_schemaURL", Facets + "/1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet");
                facets.WriteStartObject("run");
                facets.WriteString("runId", RunId(under));
                facets.WriteEndObject();
                facets.WriteStartObject("job");
                facets.WriteString("namespace", origin);
                facets.WriteString("name", $"train/{given?.Run}");
                facets.WriteEndObject();
                facets.WriteEndObject();
            }
            Facet(facets, "headgate_model", Producer + "/headgate_model.json#/$defs/HeadgateModelRunFacet");
            facets.WriteString("act", before is null ? "trained" : "forgot");
            if (purpose.Length > 0) facets.WriteString("purpose", purpose);
            facets.WriteString("manifest", digest);
            if (before is not null)
            {
                facets.WriteString("before", before);
                facets.WriteNumber("people_forgotten", people);
                facets.WriteNumber("records_forgotten", -records);
            }
            else facets.WriteNumber("records", records);
            facets.WriteEndObject();
        },
        inputs =>
        {
            if (before is not null) Dataset(inputs, "file", places.GetValueOrDefault(act.Position) ?? name, before, null, input: true);
            else if (given is not null) Dataset(inputs, origin, given.DataSet, given.ManifestDigest, records, input: true);
        },
        outputs => Dataset(outputs, "file", places.GetValueOrDefault(act.Position) ?? name, digest, null, input: false));

    private byte[] Write(Recorded act, string type, long run, string job, string kind, Action<Utf8JsonWriter> facets, Action<Utf8JsonWriter> inputs, Action<Utf8JsonWriter> outputs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("eventTime", act.RecordedAt.ToString());
            json.WriteString("producer", Producer);
            json.WriteString("schemaURL", Schema);
            json.WriteString("eventType", type);
            json.WriteStartObject("run");
            json.WriteString("runId", RunId(run));
            json.WriteStartObject("facets");
            facets(json);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("job");
            json.WriteString("namespace", origin);
            json.WriteString("name", job);
            json.WriteStartObject("facets");
            json.WriteStartObject("jobType");
            json.WriteString("_producer", Producer);
            json.WriteString("_schemaURL", Facets + "/2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet");
            json.WriteString("processingType", "BATCH");
            json.WriteString("integration", "HEADGATE");
            json.WriteString("jobType", kind.ToUpperInvariant());
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("inputs");
            inputs(json);
            json.WriteEndArray();
            json.WriteStartArray("outputs");
            outputs(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Facet(Utf8JsonWriter json, string name, string schema)
    {
        json.WriteStartObject(name);
        json.WriteString("_producer", Producer);
        json.WriteString("_schemaURL", schema);
    }

    private static void Dataset(Utf8JsonWriter json, string space, string name, string? version, long? rows, bool input)
    {
        json.WriteStartObject();
        json.WriteString("namespace", space);
        json.WriteString("name", name);
        json.WriteStartObject("facets");
        if (version is not null)
        {
            Facet(json, "version", Facets + "/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet");
            json.WriteString("datasetVersion", version);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (rows is { } count)
        {
            json.WriteStartObject(input ? "inputFacets" : "outputFacets");
            Facet(json, input ? "inputStatistics" : "outputStatistics", input ? Facets + "/1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet" : Facets + "/1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet");
            json.WriteNumber("rowCount", count);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The same for the same act of the same ledger, so that an event that is sent twice is one: a UUID of version 8 from its SHA-256.</summary>
    private string RunId(long position)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin}\n{position}")), hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    private GateManifest? ManifestOf(long position, string digest) => SealedDataSet.Find(session, places.GetValueOrDefault(position), digest)?.Manifest;

    private static PermitGiven? Given(IReadOnlyList<Recorded> acts, long permit) => acts.FirstOrDefault(act => act.Position == permit)?.Statement as PermitGiven;
}
