using System.Runtime.InteropServices;
using System.Text.Json;
using CsCheck;
using Headgate.Gate;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Gate;

public sealed class GateEqualsReferenceTests
{
    private const int Records = 150;

    /// <summary>About half a second a world: a run compiles a table and starts a DuckDB. HEADGATE_WORLDS asks for more of them.</summary>
    private static readonly int Worlds = int.TryParse(Environment.GetEnvironmentVariable("HEADGATE_WORLDS"), out var asked) ? asked : 30;

    [Fact]
    public void bulk_gate_equals_reference() => Gen.Int[0, int.MaxValue - 1].Sample(Compare, iter: Worlds, threads: 2);

    /// <summary>Where nothing that comes later changes a verdict, they are listed while they are found.</summary>
    [Fact]
    public void verdicts_that_are_listed_at_once_are_those_of_the_reference() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            if (GateWorld.Draw(random, Records, alone: true) is not { } world) return;
            using var folder = new TempFolder();
            var request = world.Write(folder.Path, OutputFormat.JsonLines, verdictsOnly: true);
            var result = GateRun.Run(request, _ => { }, CancellationToken.None);
            var expected = world.Expected();
            Assert.Equal(
                expected.Select(pair => $"{pair.Id}: {(pair.Finding.Reason.Allows ? "allow" : "deny")} {pair.Finding.Reason.Text} (seed {seed})"),
                File.ReadLines(Path.Combine(request.Out, "verdicts.jsonl")).Select(line =>
                {
                    using var row = JsonDocument.Parse(line);
                    string? Text(string name) => row.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
                    return $"{Text("record_id")}: {Text("verdict")} {Text("reason")} (seed {seed})";
                }));
            Assert.Equal(expected.Select(pair => pair.Finding.Reason.Text), Verdicts(request.Out, result.Verdicts));
            Assert.Equal(expected.Count(pair => pair.Finding.Reason.Allows), result.Counts.Kept);
        },
        iter: Worlds / 2, threads: 2);

    /// <summary>Seeds of worlds on which the gate and the reference once disagreed.</summary>
    [Theory]
    [InlineData(1)]
    public void bulk_gate_equals_reference_where_it_once_did_not(int seed) => Compare(seed);

    private static void Compare(int seed)
    {
        var random = new Random(seed);
        if (GateWorld.Draw(random, Records) is not { } world) return;
        using var folder = new TempFolder();
        var expected = world.Expected();
        var withSubjects = random.Next(2) == 0;
        var request = world.Write(folder.Path, withSubjects ? OutputFormat.JsonLines : OutputFormat.Parquet, !withSubjects && random.Next(2) == 0, withSubjects);
        var result = GateRun.Run(request, _ => { }, CancellationToken.None);

        var verdicts = Verdicts(request.Out, result.Verdicts);
        Assert.Equal(expected.Count, verdicts.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.True(
                expected[i].Finding.Reason.Text == verdicts[i],
                $"seed {seed}, record {i} (`{expected[i].Id}`): reference {expected[i].Finding.Reason.Text}, gate {verdicts[i]}\n{world.Content.SelectMany(file => file.Lines).ElementAt(i)}\n{world.Terms.Purpose.Name} at {world.Terms.At}\n{world.PolicyText}\n"
                + string.Join("\n", world.Content.Concat(world.Sources).SelectMany(file => file.Lines.Prepend(file.ToString()))));
        Assert.Equal(expected.Count(pair => pair.Finding.Reason.Allows), result.Counts.Kept);
        if (!withSubjects) return;
        var denied = Denied(Path.Combine(request.Out, "denied.jsonl"));
        Assert.Equal(
            expected.Where(pair => !pair.Finding.Reason.Allows).Select(pair => $"{pair.Id}: {pair.Finding.Reason.Text} {pair.Finding.Subject?.Value} in {pair.Finding.Region?.Code} (seed {seed})"),
            denied.Select(line => $"{line} (seed {seed})"));
        Eligible(world, request.Out, expected);
    }

    /// <summary>The reason of each record in the order of the input, from the verdict file.</summary>
    internal static List<string> Verdicts(string folder, VerdictAccount account)
    {
        var texts = account.Codes.ToDictionary(code => code.Code, code => code.Reason);
        return [.. MemoryMarshal.Cast<byte, ushort>(File.ReadAllBytes(Path.Combine(folder, DataSetLayout.Verdicts))).ToArray().Select(code => texts[code])];
    }

    private static IEnumerable<string> Denied(string path) => File.ReadLines(path).Select(line =>
    {
        using var row = JsonDocument.Parse(line);
        string? Text(string name) => row.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        return $"{Text("record_id")}: {Text("reason")} {Text("subject")} in {Text("region")}";
    });

    /// <summary>JSON lines come out as they stood there; the others with their ids.</summary>
    private static void Eligible(GateWorld world, string folder, List<(string? Id, Finding Finding)> expected)
    {
        var first = 0;
        for (var i = 0; i < world.Content.Count; first += world.Content[i++].Records.Count)
        {
            var file = world.Content[i];
            var kept = Enumerable.Range(0, file.Records.Count).Where(row => expected[first + row].Finding.Reason.Allows).ToList();
            var written = File.ReadAllLines(Path.Combine(folder, $"eligible/part-{i:D5}.jsonl"));
            if (file.IsJson) Assert.Equal(kept.Select(row => file.Lines[row]), written);
            else Assert.Equal(kept.Select(row => file.Records[row].Id!), written.Select(line =>
            {
                using var row = JsonDocument.Parse(line);
                var id = row.RootElement.GetProperty(world.Map.Id);
                return id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText();
            }));
        }
    }
}
