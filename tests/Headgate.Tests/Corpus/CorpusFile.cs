using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headgate.Tests.Corpus;

/// <summary>Cases with the verdict that each must have, and the terms they are decided under: what once went wrong, and what must never change.</summary>
/// <remarks>A small text file: a line of terms, a line a case, <c>---</c>, and the policy. It is read by tests alone; only <c>tests/corpus</c> holds such.</remarks>
internal sealed record CorpusFile(string Text, CorpusTerms Terms, IReadOnlyList<CorpusCase> Cases)
{
    private const string Line = "\n---\n";

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<string> Paths(string folder) =>
        [.. Directory.EnumerateFiles(Repository.File($"tests/corpus/{folder}"), "*.txt").Order(StringComparer.Ordinal)];

    public static CorpusFile Read(string path)
    {
        var parts = File.ReadAllText(path).Split(Line, 2);
        var lines = parts[0].Split('\n').Where(line => !line.StartsWith('#')).ToList();
        return new(parts[1], JsonSerializer.Deserialize<CorpusTerms>(lines[0], Json)!, [.. lines.Skip(1).Select(line => JsonSerializer.Deserialize<CorpusCase>(line, Json)!)]);
    }

    /// <param name="why">What the file is for: a comment at its head.</param>
    public string Write(string why) =>
        string.Join('\n', [$"# {why}", JsonSerializer.Serialize(Terms, Json), .. Cases.Select(one => JsonSerializer.Serialize(one, Json))]) + Line + Text;

    public Terms ToTerms() => Terms.ToTerms(PolicyReader.Read(Text).Policy!);
}

/// <summary>The terms of a <see cref="CorpusFile"/>.</summary>
internal sealed record CorpusTerms(string Purpose, string At, IReadOnlyList<CorpusSuspension>? Suspensions)
{
    public static CorpusTerms Of(Terms terms) =>
        new(terms.Purpose.Name, terms.At.ToString(), terms.Suspensions.Count == 0 ? null : [.. terms.Suspensions.Select(CorpusSuspension.Of)]);

    public Terms ToTerms(Policy policy) =>
        new(policy, [.. (Suspensions ?? []).Select(suspension => suspension.ToSuspension())], policy.Purposes[Purpose], Times.Read(At));
}

/// <summary>A suspension of a <see cref="CorpusFile"/>.</summary>
internal sealed record CorpusSuspension(
    long Position, string Purpose, IReadOnlyList<string>? Regions, string? Service, string? From, string? To, string Begun, string? Notice, string? Window)
{
    public static CorpusSuspension Of(Suspension suspension) => new(
        suspension.Position, suspension.Purpose, suspension.Regions is { } regions ? [.. regions.Order(StringComparer.Ordinal)] : null, suspension.Service,
        suspension.CollectedFrom?.ToString(), suspension.CollectedTo?.ToString(), suspension.Begun.ToString(),
        suspension.Resumed?.Notice is { } notice ? $"{notice.Notice}:{notice.Version}" : null, suspension.Resumed is { } resumed ? Durations.Write(resumed.Window) : null);

    public Suspension ToSuspension() => new(
        Position, Purpose, Regions?.ToFrozenSet(StringComparer.Ordinal), Service, Times.Maybe(From), Times.Maybe(To), Times.Read(Begun),
        Window is null ? null : new(Notice is null ? null : Times.Notice(Notice), Durations.TryParse(Window, out var window) ? window : throw new FormatException(Window)));
}

/// <summary>A case of a <see cref="CorpusFile"/>: a subject with a standing, in a region, in a record; and the reason that it must have.</summary>
internal sealed record CorpusCase(
    string Expect, string Region, bool Stranger, IReadOnlyList<string>? Regions, string? Born, string? BornTo, SubjectStatus Status, IReadOnlyList<string>? Choices, IReadOnlyList<string>? Served,
    string Kind, IReadOnlyList<string?>? Labels, string? Visibility, string? Service, string? Created, string? Collected, bool Uncollected,
    IReadOnlyList<string>? Usage, bool Tdm, bool Iptc, bool C2pa)
{
    public static CorpusCase Of(string reason, Standing? standing, Region region, Record record) => new(
        reason, region.Code, standing is null, standing?.Regions.Count > 0 ? [.. standing.Regions.Select(one => one.Code)] : null,
        Date(standing?.Birth?.Earliest), Date(standing?.Birth?.Latest), standing?.Status ?? SubjectStatus.Unknown,
        standing?.Choices.Count > 0 ? [.. standing.Choices.Select(choice => $"{choice.Choice} {choice.Purpose} {choice.Since}")] : null,
        standing?.Notices.Count > 0 ? [.. standing.Notices.Select(notice => $"{notice.Notice.Notice}:{notice.Notice.Version} {string.Join(' ', notice.Times)}")] : null,
        record.Kind!, record.Labels, record.Visibility, record.Service, record.Created?.ToString(), record.Collected?.ToString(), record.IsCollectedUnknown,
        record.Signals.ContentUsage.Count > 0 ? record.Signals.ContentUsage : null, record.Signals.TdmReservation, record.Signals.IptcDataMining, record.Signals.C2pa);

    public Region ToRegion() => Headgate.Region.Understand(Region);

    public Standing? ToStanding() => Stranger ? null : new()
    {
        Regions = [.. (Regions ?? []).Select(Headgate.Region.Understand)],
        Birth = Born is null ? null : BirthRange.Between(Day(Born), Day(BornTo!)),
        Status = Status,
        Choices = [.. (Choices ?? []).Select(choice => choice.Split(' ')).Select(words => new StandingChoice(words[1], Enum.Parse<Choice>(words[0]), Times.Read(words[2])))],
        Notices = [.. (Served ?? []).Select(served => served.Split(' ')).Select(words => new ServedNotice(Times.Notice(words[0]), [.. words.Skip(1).Select(Times.Read)]))],
    };

    public Record ToRecord() => new()
    {
        Id = "case",
        Author = SubjectId.From("somebody"),
        Kind = Kind,
        Labels = Labels,
        Visibility = Visibility,
        Service = Service,
        Created = Times.Maybe(Created),
        Collected = Times.Maybe(Collected),
        IsCollectedUnknown = Uncollected,
        Signals = new(Usage ?? [], Tdm, Iptc, C2pa),
    };

    private static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Reads times and notices of a <see cref="CorpusFile"/>.</summary>
internal static class Times
{
    public static Instant Read(string text) => Instant.TryParse(text, out var instant) ? instant : throw new FormatException(text);

    public static Instant? Maybe(string? text) => text is null ? null : Read(text);

    public static NoticeVersion Notice(string text) => text.Split(':') is [var name, var version] ? new(name, int.Parse(version, CultureInfo.InvariantCulture)) : throw new FormatException(text);
}
