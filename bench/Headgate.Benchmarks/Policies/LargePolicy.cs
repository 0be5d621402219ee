using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Headgate.Benchmarks.Policies;

/// <summary>A policy of 200 rules under 100 suspensions, as a company in many countries might come to have one: a few ages, dates, kinds and notices, and many countries with rules of their own.</summary>
internal static class LargePolicy
{
    private const int Denies = 150;
    private const int Grants = 50;
    private const int Suspensions = 100;

    private static readonly string[] Codes = ["AT", "BE", "BG", "BR", "CA", "CH", "CL", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HK", "HR", "HU", "IE", "IN", "IS", "IT", "JP", "KR", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SG", "SI", "SK", "US", "ZA"];
    private static readonly string[] Kinds = ["post", "comment", "photo", "profile", "private-message"];
    private static readonly string[] Labels = ["health", "trade-union", "religion"];
    private static readonly string[] Ages = ["13", "16", "18"];
    private static readonly string[] Dates = ["2015-01-01", "2020-01-01", "2024-09-18"];

    public static readonly Instant At = Instant.FromDate(new(2026, 3, 1));

    /// <param name="seed">Another one has some rules that differ.</param>
    /// <param name="wild">Every rule names ages and dates of its own: more than any table holds.</param>
    public static Terms Terms(int seed, bool wild = false)
    {
        var policy = PolicyReader.Read(Text(seed, wild));
        return new(policy.Policy ?? throw new InvalidOperationException(policy.Problems[0].Problem), [.. Enumerable.Range(0, Suspensions).Select(Suspension)], policy.Policy.Purposes["train"], At);
    }

    private static string Text(int seed, bool wild)
    {
        var text = new StringBuilder("headgate: 1\npolicy: large\nversion: 1\npurposes: { train: { title: Train, aipref: train-ai } }\n");
        text.Append(CultureInfo.InvariantCulture, $"content: [{string.Join(", ", Kinds)}]\nlabels: [{string.Join(", ", Labels)}]\nservices: [network, jobs]\n");
        text.Append("notices: { told: { version: 1 }, again: { version: 1 } }\nrules:\n");
        for (var i = 0; i < Denies; i++)
        {
            var of = new Random(i % 10 == 7 ? i * 31 + seed : i);
            var field = wild ? Wild(of) : of.Next(6) switch
            {
                0 => $"content: {One(of, Kinds)}",
                1 => $"labels: {One(of, Labels)}",
                2 => $"age: {{ under: {One(of, Ages)} }}",
                3 => $"visibility: {One(of, ["connections", "private"])}",
                4 => $"service: jobs",
                _ => $"created: {{ to: {One(of, Dates)} }}",
            };
            text.Append(CultureInfo.InvariantCulture, $"  - deny: d{i}\n    when: {{ region: [{Countries(of)}], {field} }}\n");
        }
        for (var i = 0; i < Grants; i++)
        {
            var of = new Random(1000 + i);
            text.Append(CultureInfo.InvariantCulture, $"  - grant: g{i}\n    when: {{ region: [{Countries(of)}], visibility: public, content: {One(of, Kinds)} }}\n    basis: {One(of, ["consent", "legitimate-interests"])}\n");
            if (i % 2 == 0) text.Append(CultureInfo.InvariantCulture, $"    after: {{ notice: {One(of, ["told", "again"])}, window: {One(of, ["30d", "46d"])} }}\n");
        }
        return text.ToString();
    }

    private static string Wild(Random of) => string.Create(
        CultureInfo.InvariantCulture, $"age: {{ under: {of.Next(10, 90)} }}, age-at-creation: {{ under: {of.Next(10, 60)} }}, created: {{ to: {2000 + of.Next(25)}-0{of.Next(1, 9)}-01 }}, collected: {{ from: {2000 + of.Next(25)}-0{of.Next(1, 9)}-01 }}");

    private static string Countries(Random of) => string.Join(", ", Enumerable.Range(0, 1 + of.Next(3)).Select(_ => One(of, Codes)).Distinct());

    private static string One(Random of, string[] from) => from[of.Next(from.Length)];

    private static Suspension Suspension(int i)
    {
        var of = new Random(5000 + i);
        var begun = Instant.FromDate(new DateOnly(2025, 1, 1).AddDays(i));
        return new(
            100 + i, "train", Enumerable.Range(0, 1 + of.Next(2)).Select(_ => One(of, Codes)).ToFrozenSet(StringComparer.Ordinal), of.Next(4) == 0 ? "jobs" : null,
            null, of.Next(4) == 0 ? Instant.FromDate(new(2020, 1, 1)) : null, begun, of.Next(3) == 0 ? new(new("told", 1), TimeSpan.FromDays(30)) : null);
    }
}
