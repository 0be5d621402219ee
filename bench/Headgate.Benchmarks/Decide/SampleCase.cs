namespace Headgate.Benchmarks.Decide;

/// <summary>People and records such as a network has.</summary>
internal static class SampleCase
{
    private static readonly string[] Regions = ["DE", "FR", "GB", "IE", "US", "BR", "KR", "CH", "CA", "IN", "JP", "NO"];
    private static readonly string[] Kinds = ["post", "comment", "photo", "profile"];

    public static (Standing Standing, Region Region, Record Record) Draw(Random draw)
    {
        var region = Region.Understand(Regions[draw.Next(Regions.Length)]);
        var standing = new Standing
        {
            Regions = [region],
            Birth = draw.Next(20) == 0 ? null : BirthRange.Born(new DateOnly(1950, 1, 1).AddDays(draw.Next(24_000))),
            Status = SubjectStatus.Active,
            Choices = draw.Next(10) == 0 ? [new("train-generative-ai", Choice.Objected, Instant.FromDate(new(2025, 6, 1)))] : [],
            Notices = draw.Next(2) == 0 ? [new(new("told", 1), [Instant.FromDate(new(2025, 9, 18))])] : [],
        };
        var record = new Record
        {
            Id = "r",
            Author = SubjectId.From("m"),
            Kind = Kinds[draw.Next(Kinds.Length)],
            Visibility = draw.Next(10) == 0 ? "connections" : "public",
            Service = "network",
            Labels = draw.Next(50) == 0 ? ["trade-union"] : [],
            Created = Instant.FromDate(new DateOnly(2012, 1, 1).AddDays(draw.Next(5_000))),
        };
        return (standing, region, record);
    }
}
