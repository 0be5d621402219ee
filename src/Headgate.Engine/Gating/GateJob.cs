using System.Text.Json;
using System.Text.Json.Serialization;
using Headgate.Gate;
using Headgate.Ledger;

namespace Headgate.Engine;

/// <summary>What the worker of a gate run is told, in a folder of its own: the request, and the public acts below its position. It needs neither the ledger nor its key.</summary>
public sealed record GateJob(
    IReadOnlyList<ContentFile> Content, IReadOnlyList<ContentFile> Sources, IReadOnlyList<ContentFile> Edges, string? MapPath, string Purpose, long At, string Snapshot, string Out,
    OutputFormat Format, OutputShape Shape, bool VerdictsOnly, bool WithSubjects, IReadOnlyList<string> Parts, Bounds Bounds)
{
    /// <summary>What the run is compared with; null where it makes a data set.</summary>
    public Comparison? Comparison { get; init; }

    private const string JobName = "job.json";
    private const string ActsName = "acts.jsonl";
    private const string ResultName = "result.json";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new DigestConverter() } };

    public void Write(string folder, IReadOnlyList<Recorded> acts)
    {
        File.WriteAllText(Path.Combine(folder, JobName), JsonSerializer.Serialize(this, Json));
        File.WriteAllLines(Path.Combine(folder, ActsName), acts.Select(act => JsonSerializer.Serialize(
            new Act(act.Position, act.RecordedAt.Microseconds, act.EffectiveAt.Microseconds, StatementBody.Write(act.Statement, act.EffectiveAt)), Json)));
    }

    public static GateJob Read(string folder) => JsonSerializer.Deserialize<GateJob>(File.ReadAllText(Path.Combine(folder, JobName)), Json)!;

    public static IReadOnlyList<Recorded> ReadActs(string folder) => [.. File.ReadLines(Path.Combine(folder, ActsName)).Select(line =>
    {
        var act = JsonSerializer.Deserialize<Act>(line, Json)!;
        return StatementBody.TryRead(act.Body, out var statement, out _)
            ? new Recorded(act.Position, Instant.FromMicroseconds(act.RecordedAt), Instant.FromMicroseconds(act.EffectiveAt), statement)
            : throw new InvalidOperationException("an act of the job cannot be read");
    })];

    public static void WriteResult(string folder, GateResult result) =>
        File.WriteAllText(Path.Combine(folder, ResultName), JsonSerializer.Serialize(result, Json));

    public static GateResult ReadResult(string folder) => JsonSerializer.Deserialize<GateResult>(File.ReadAllText(Path.Combine(folder, ResultName)), Json)!;

    private sealed record Act(long Position, long RecordedAt, long EffectiveAt, byte[] Body);

    private sealed class DigestConverter : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Digest.From(Convert.FromHexString(reader.GetString()!));

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToHex());
    }
}
