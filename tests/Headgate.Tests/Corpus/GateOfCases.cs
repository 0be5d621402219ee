using System.Text.Json;
using System.Text.Json.Nodes;
using Headgate.Gate;
using Headgate.Tests.Gate;

namespace Headgate.Tests.Corpus;

/// <summary>Puts cases through the bulk gate, a record and a person each.</summary>
internal static class GateOfCases
{
    /// <summary>The reason of each, in their order. Whoever is judged stands in the one region that is asked about.</summary>
    public static List<string> Reasons(Terms terms, IReadOnlyList<(Standing? Standing, Record Record)> cases)
    {
        using var folder = new TempFolder();
        string In(string name) => Directory.CreateDirectory(folder.In(name)).FullName;
        var (content, snapshot, output, bounds) = (folder.In("cases.jsonl"), In("snapshot"), In("out"), new Bounds(MemorySize.Megabytes(512), 2, In("temp")));
        File.WriteAllLines(content, cases.Select((one, i) => Json(one.Record, i)));
        using (var duck = new DuckSession(bounds, [], [snapshot]))
        {
            StandingTables.Load(duck, cases.Select((one, i) => (Subject: SubjectId.From($"p{i}")!.Value, one.Standing)).Where(one => one.Standing is not null).Select(one => (one.Subject, one.Standing!)));
            StandingTables.Save(duck, snapshot);
        }
        var request = new GateRequest(terms, ContentFiles.Find([content]), [], ContentMap.Default, snapshot, output, OutputFormat.Parquet, true, false, bounds);
        var result = GateRun.Run(request, _ => { }, CancellationToken.None);
        return GateEqualsReferenceTests.Verdicts(output, result.Verdicts);
    }

    private static string Json(Record record, int number)
    {
        var line = new JsonObject
        {
            ["record_id"] = $"r{number}",
            ["author"] = $"p{number}",
            ["kind"] = record.Kind,
            ["labels"] = record.Labels is { } labels ? new JsonArray([.. labels.Select(label => JsonValue.Create(label))]) : null,
            ["visibility"] = record.Visibility,
            ["service"] = record.Service,
            ["created"] = record.Created?.ToString(),
            ["content_usage"] = new JsonArray([.. record.Signals.ContentUsage.Select(usage => JsonValue.Create(usage))]),
            ["tdm_reservation"] = record.Signals.TdmReservation,
            ["iptc_data_mining"] = record.Signals.IptcDataMining ? "DMI-PROHIBITED" : null,
            ["c2pa_training_mining"] = record.Signals.C2pa ? "notAllowed" : null,
        };
        // An absent time of collection states nothing, a null one states that nobody knows.
        if (record.Collected is not null || record.IsCollectedUnknown) line["collected"] = record.Collected?.ToString();
        return line.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
