using System.IO.Compression;
using System.Text.Json;
using Headgate.Suggest;

namespace Headgate.Benchmarks.Suggest;

/// <summary>Real text, split by person: one in ten of those who wrote is never trained on.</summary>
internal static class RealTalk
{
    public static readonly string[] Collections = ["ubuntu-irc", "polis"];

    public static List<TrainingRecord> Read(string data, string collection)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(data, collection, "content.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        var records = new List<TrainingRecord>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            if (row.GetProperty("author").GetString() is not { Length: > 0 } author || row.GetProperty("text").GetString() is not { } text) continue;
            records.Add(new(author, [.. row.GetProperty("other_people").EnumerateArray().Select(other => other.GetString()!)], null, text));
        }
        return records;
    }

    /// <summary>By a hash of the identifier, so that everybody splits alike.</summary>
    public static bool IsHeldOut(string person)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in person) hash = (hash ^ character) * 1099511628211UL;
        return (hash >> 32) % 10 == 0;
    }

    /// <summary>The records that speak of nobody held out, and those written by somebody who is.</summary>
    public static (List<TrainingRecord> Training, List<TrainingRecord> Test) Split(List<TrainingRecord> records) => (
        [.. records.Where(record => !IsHeldOut(record.Author) && !record.Others.Any(IsHeldOut))],
        [.. records.Where(record => IsHeldOut(record.Author))]);
}
