namespace Headgate.Benchmarks.Decide;

/// <summary>A policy of 12 rules under 8 suspensions, two of them lifted for those who were told; every region there is.</summary>
internal static class SamplePolicy
{
    private static readonly string[][] Regions = [["IT"], ["IE"], ["DE", "FR"], ["GB"], ["BR"], ["KR"], ["NO", "IS", "LI"], ["CH"]];

    public static readonly Instant At = Instant.FromDate(new(2026, 3, 1));

    public static Terms Terms { get; } = Headgate.Terms.Read([.. Acts()], "train-generative-ai", At);

    private static IEnumerable<Recorded> Acts()
    {
        using var reader = new StreamReader(typeof(SamplePolicy).Assembly.GetManifestResourceStream("compile.yaml")!);
        var published = Instant.FromDate(new(2025, 1, 1));
        yield return new(0, published, published, new PolicyPublished(reader.ReadToEnd(), new Dictionary<string, string>(), null));
        for (var i = 0; i < Regions.Length; i++)
        {
            var begun = Instant.FromDate(new DateOnly(2025, 2, 1).AddDays(30 * i));
            yield return new(1 + i, begun, begun, new Suspended(
                "artificial-intelligence", Regions[i], Regions[i], i == 4 ? "jobs" : null, i == 5 ? Instant.FromDate(new(2020, 1, 1)) : null, null, "an authority", "a letter"));
        }
        foreach (var lifted in (int[])[1, 4])
            yield return new(10 + lifted, At + -TimeSpan.FromDays(90), At + -TimeSpan.FromDays(90), new Lifted(lifted, new("told", 1), TimeSpan.FromDays(30), null));
    }
}
