using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headgate.Tests;

namespace Headgate.EndToEnd;

/// <summary>A member as the raw members file has them, and what was drawn for them.</summary>
internal sealed record ForumMember(string Id, IReadOnlyList<string> Regions, int? Age, DateOnly? AgeOn, bool IsActive)
{
    public string? Choice { get; set; }

    public DateTime ChosenAt { get; set; }

    /// <summary>When the notice was served; null where it was not, or bounced.</summary>
    public DateTime? Served { get; set; }
}

/// <summary>A record as the raw content file has it.</summary>
internal sealed record ForumRecord(string Id, string? Author, IReadOnlyList<string> Others, string Kind, string Created, string Line);

/// <summary>Real content, its members, and what nobody knows of them: choices and notices are drawn, from a hash of each member's id, so that they are the same on every machine.</summary>
internal sealed class Forum
{
    public const string Notice = "forums-2024";

    private static readonly DateTime FirstChoice = new(2013, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime FirstServed = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string folder;
    private readonly List<string> choices = [];
    private readonly List<string> bounced = [];

    /// <summary>Skips the test where the data is not there.</summary>
    /// <param name="name">Its folder below <c>shared/data</c>.</param>
    public Forum(string name)
    {
        folder = Shared.Need($"data/{name}");
        Members = Read(MembersPath).Select(Member).ToDictionary(member => member.Id, StringComparer.Ordinal);
        Records = [.. Read(ContentPath).Select(Record)];
        if (Find("choices") is { } drawn) foreach (var line in Read(drawn)) Choose(line);
        else Members.Values.ToList().ForEach(DrawChoice);
        foreach (var member in Members.Values) DrawNotice(member);
    }

    public string ContentPath => Find("content")!;

    public string MembersPath => Find("members")!;

    public IReadOnlyDictionary<string, ForumMember> Members { get; }

    public IReadOnlyList<ForumRecord> Records { get; }

    /// <summary>Rows for <c>headgate choices</c>.</summary>
    public IEnumerable<string> Choices => choices;

    /// <summary>Rows for <c>headgate notice serve</c>, with those to whom it bounced.</summary>
    public IEnumerable<string> ServedRows => Rows(Members.Values.Where(member => member.Served is not null).Select(member => (member.Id, member.Served!.Value)))
        .Concat(Rows(bounced.Select(id => (id, ServedAt(id)))));

    /// <summary>Rows for <c>headgate notice bounce</c>: an hour after it was sent.</summary>
    public IEnumerable<string> BouncedRows => Rows(bounced.Select(id => (id, ServedAt(id).AddHours(1))));

    private string? Find(string what) => Directory.EnumerateFiles(folder, $"{what}.jsonl*").SingleOrDefault();

    private static IEnumerable<string> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static ForumMember Member(string line)
    {
        using var row = JsonDocument.Parse(line);
        var fields = row.RootElement;
        var isAgeKnown = fields.GetProperty("age").ValueKind == JsonValueKind.Number;
        return new(
            fields.GetProperty("subject").GetString()!, [.. fields.GetProperty("regions").EnumerateArray().Select(region => region.GetString()!)],
            isAgeKnown ? fields.GetProperty("age").GetInt32() : null, isAgeKnown ? DateOnly.Parse(fields.GetProperty("age_on").GetString()!) : null,
            fields.GetProperty("status").GetString() == "active");
    }

    private static ForumRecord Record(string line)
    {
        using var row = JsonDocument.Parse(line);
        var fields = row.RootElement;
        return new(
            fields.GetProperty("record_id").GetString()!, fields.GetProperty("author").GetString(),
            [.. fields.GetProperty("other_people").EnumerateArray().Select(other => other.GetString()!)],
            fields.GetProperty("kind").GetString()!, fields.GetProperty("created").GetString()!, line);
    }

    private void Choose(string line)
    {
        using var row = JsonDocument.Parse(line);
        var member = Members[row.RootElement.GetProperty("subject").GetString()!];
        member.Choice = row.RootElement.GetProperty("choice").GetString();
        member.ChosenAt = row.RootElement.GetProperty("at").GetDateTime();
        choices.Add(line);
    }

    /// <summary>One in ten objected, two in ten consented, at noon of some day from 2013 to 2018.</summary>
    private void DrawChoice(ForumMember member)
    {
        member.Choice = (Draw("choice", member.Id) % 10) switch
        {
            0 => "objected",
            1 or 2 => "consented",
            _ => null,
        };
        if (member.Choice is null) return;
        member.ChosenAt = FirstChoice.AddDays(Draw("chosen at", member.Id) % 2000);
        choices.Add(JsonSerializer.Serialize(new { subject = member.Id, purpose = Place.Purpose, choice = member.Choice, at = member.ChosenAt, channel = "drawn" }));
    }

    /// <summary>Seven in ten were sent the notice, at midnight of some day in the first 150 of 2025; to one in twenty of those it bounced.</summary>
    private void DrawNotice(ForumMember member)
    {
        if (Draw("served", member.Id) % 10 >= 7) return;
        if (Draw("bounced", member.Id) % 20 == 0) bounced.Add(member.Id);
        else member.Served = ServedAt(member.Id);
    }

    private static DateTime ServedAt(string id) => FirstServed.AddDays(Draw("served at", id) % 150);

    private static IEnumerable<string> Rows(IEnumerable<(string Subject, DateTime At)> rows) =>
        rows.Select(row => JsonSerializer.Serialize(new { subject = row.Subject, at = row.At }));

    private static uint Draw(string what, string id) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{what} {id}")));
}
