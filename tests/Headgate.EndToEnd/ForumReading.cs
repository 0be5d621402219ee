using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headgate.Tests;

namespace Headgate.EndToEnd;

/// <summary>What <c>samples/maps/policy.yaml</c> means, read by hand and written with nothing of ours, so that the gate has somebody to be compared with.</summary>
/// <param name="at">When is decided.</param>
/// <param name="suspension">The id of the suspension of the United Kingdom, for what was collected in 2015 and 2016.</param>
internal sealed partial class ForumReading(Forum forum, DateTime at, string suspension)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);
    private static readonly DateTime SuspendedFrom = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime SuspendedTo = new(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly HashSet<string> asked = Asked();

    /// <summary>The reason of a record: the least of all, the author's before the others'.</summary>
    /// <param name="kinds">The kinds of content that the map knows.</param>
    public string ReasonOf(ForumRecord record, IReadOnlyCollection<string> kinds)
    {
        if (!WrittenTime().IsMatch(record.Created)) return "malformed-record";
        if (record.Author is null) return "unknown-subject";
        if (!kinds.Contains(record.Kind)) return "unknown-content-kind";
        var created = DateTime.Parse(record.Created, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        // LINQ's MinBy takes the first of several that are equal.
        return record.Others.Prepend(record.Author).Select(subject => Of(subject, created)).MinBy(found => found.Rank).Reason;
    }

    private (int Rank, string Reason) Of(string subject, DateTime created)
    {
        if (!forum.Members.TryGetValue(subject, out var member)) return (1, "unknown-subject");
        if (member.Regions is not [var region]) return (2, "unknown-region");
        if (!member.IsActive) return (3, "not-active");
        if (region == "GB" && created >= SuspendedFrom && created < SuspendedTo) return (4, $"suspended:{suspension}");
        if (IsUnder18(member, at) is not false and var now) return (5, now is null ? "denied:minors/unknown-age" : "denied:minors");
        if (IsUnder18(member, created) is not false and var then) return (6, then is null ? "denied:written-as-a-minor/unknown-age-at-creation" : "denied:written-as-a-minor");
        var isReached = region != "US" || created >= member.ChosenAt;
        if (member.Choice == "objected" && isReached) return (7, "objected");
        if (asked.Contains(region)) return member.Choice == "consented" ? (12, "granted:consent") : (8, "consent-not-given:consent");
        if (member.Served is not { } served) return (9, "notice-not-served:told-first");
        return at < served + Window ? (10, "window-open:told-first") : (12, "granted:told-first");
    }

    /// <returns>Null where it depends on the day of birth, which is not known.</returns>
    private static bool? IsUnder18(ForumMember member, DateTime when)
    {
        if (member is not { Age: { } age, AgeOn: { } on }) return null;
        var (oldest, youngest) = (on.AddYears(-age - 1).AddDays(1), on.AddYears(-age));
        var (one, other) = (YearsFrom(oldest, when) < 18, YearsFrom(youngest, when) < 18);
        return one == other ? one : null;
    }

    private static int YearsFrom(DateOnly birth, DateTime when) =>
        when.Year - birth.Year - ((when.Month, when.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);

    private static HashSet<string> Asked()
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(Shared.Need("facts/jurisdictions.json")));
        var groups = facts.RootElement.GetProperty("groups");
        return [.. groups.GetProperty("EEA").EnumerateArray().Concat(groups.GetProperty("CH").EnumerateArray()).Select(region => region.GetString()!)];
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")]
    private static partial Regex WrittenTime();
}
