using System.Globalization;

namespace CareerNetwork.Pages;

/// <summary>First drafts from a member's own profile and nothing else: no model is asked, and nobody else's words are in them.</summary>
public static class Drafts
{
    public static string Message(Person from, Person to) =>
        $"Dear {to.FirstName},\n\nI am writing about the people that {to.Jobs[0].Employer} is looking for. My work: {Lower(from.Headline)}, in {from.City}.\n\n{Recent(from)} What I could bring: {List(from.Skills)}.\n\nWould you have a quarter of an hour this week?\n\nKind regards\n{from.Name}";

    /// <summary>What a résumé says of a job.</summary>
    public static string Job(Job job) => $"{job.Did.TrimEnd('.')}.";

    public static string Years(Job job) => string.Create(CultureInfo.InvariantCulture, $"{job.From} – {(job.Until is { } until ? until.ToString(CultureInfo.InvariantCulture) : "today")}");

    private static string Recent(Person person) => person.Jobs is [var job, ..] ? $"Since {job.From.ToString(CultureInfo.InvariantCulture)} I have worked at {job.Employer} ({Lower(job.Title)}). {Job(job)}" : "";

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    private static string List(IReadOnlyList<string> all) => all.Count < 2 ? string.Concat(all.Select(Lower)) : $"{string.Join(", ", all.SkipLast(1).Select(Lower))} and {Lower(all[^1])}";
}
