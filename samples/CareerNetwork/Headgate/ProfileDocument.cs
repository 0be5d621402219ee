using System.Globalization;
using System.Text.Json;

namespace CareerNetwork;

/// <summary>A member's profile as a <see href="https://jsonresume.org/schema">JSON Resume</see>, as Headgate's drafts begin with it and end in it.</summary>
public static class ProfileDocument
{
    public static object Of(Person person) => new
    {
        basics = new { name = person.Name, label = person.Headline, summary = person.About, location = new { city = person.City, countryCode = person.Region } },
        work = person.Jobs.Select(job => new
        {
            name = job.Employer,
            position = job.Title,
            startDate = job.From.ToString(CultureInfo.InvariantCulture),
            endDate = job.Until?.ToString(CultureInfo.InvariantCulture),
            highlights = (string[])[job.Did],
        }),
        skills = person.Skills.Select(skill => new { name = skill }),
    };

    /// <summary>The person as a drafted résumé tells of them.</summary>
    public static Person Read(string resume, Person person)
    {
        using var document = JsonDocument.Parse(resume);
        var (basics, root) = (document.RootElement.GetProperty("basics"), document.RootElement);
        return person with
        {
            Headline = Text(basics, "label"),
            About = Text(basics, "summary"),
            Jobs = [.. All(root, "work").Select(job => new Job(Text(job, "position"), Text(job, "name"), Year(job, "startDate") ?? 0, Year(job, "endDate"), string.Join(' ', All(job, "highlights").Select(did => did.GetString()))))],
            Skills = [.. All(root, "skills").Select(skill => Text(skill, "name"))],
        };
    }

    private static IEnumerable<JsonElement> All(JsonElement of, string name) => of.TryGetProperty(name, out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray() : [];

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static int? Year(JsonElement of, string name) => int.TryParse(Text(of, name), CultureInfo.InvariantCulture, out var year) ? year : null;
}
