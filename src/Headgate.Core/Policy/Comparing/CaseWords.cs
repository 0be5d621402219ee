using System.Globalization;

namespace Headgate;

/// <summary>Says one concrete case and its verdict as a person would, such as <c>a 17-year-old in France, public photo, choice unset: denied, minors</c>.</summary>
public static class CaseWords
{
    private const int OldestAge = 120;

    /// <summary>The case, and what the reference says of it.</summary>
    public static string Say(Terms terms, Standing standing, Region region, Record record)
    {
        var (subject, reason) = Concrete(terms, standing, region, record);
        return $"{Of(terms, subject, region, record)}: {Verdict(reason)}";
    }

    /// <summary>A verdict, such as <c>denied, minors</c>, <c>denied, window open (interests)</c> or <c>allowed, interests</c>.</summary>
    public static string Verdict(Reason reason)
    {
        var text = reason.Text.Replace("/unknown-", "/", StringComparison.Ordinal);
        var unknown = text.Length < reason.Text.Length ? $" ({text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..]} unknown)" : "";
        var (kind, rule) = text.Split('/')[0].Split(':', 2) is [var one, var two] ? (one, two) : (text.Split('/')[0], null);
        return kind switch
        {
            "granted" => $"allowed, {rule}",
            "denied" => $"denied, {rule}{unknown}",
            "suspended" => $"denied, suspension {rule}{unknown}",
            _ => $"denied, {kind.Replace('-', ' ')}{(rule is null ? "" : $" ({rule})")}",
        };
    }

    private static string Of(Terms terms, Standing standing, Region region, Record record)
    {
        var policy = terms.Policy;
        var words = new List<string> { $"{Age(standing.Birth, terms.At.Date)} in {(region.IsUnderstood ? IsoCountries.NameOf(region.Code) : "an unknown region")}", $"{record.Visibility ?? "of unknown visibility:"} {record.Kind}" };
        if (policy?.Services.Count > 1 || record.Service is null && policy?.Services.Count > 0) words.Add(record.Service is { } service ? $"on {service}" : "on an unknown service");
        if (policy?.Labels.Count > 0 && record.Labels is not { Count: 0 }) words.Add(record.Labels is { } labels ? $"labelled {Phrases.And([.. labels.Select(label => label is { Length: > 0 } ? label : "something unknown")])}" : "with unknown labels");
        if (policy?.Rules.Any(rule => rule.When.Any(condition => condition.Dimension is Dimension.Created or Dimension.Collected or Dimension.AgeAtCreation)) == true)
            words.Add(record.Created is { } created ? $"created {Phrases.Day(created)}" : "created at an unknown time");
        if (record.Signals.Disallowing(terms.Purpose) is { } signal) words.Add($"whose signals say {signal.Word()}");
        words.Add(standing.ObjectedSince(terms.Purpose) is { } since ? $"objected {Phrases.Day(since)}" : standing.Consented(terms.Purpose.Name) ? "consented" : "choice unset");
        words.AddRange(standing.Notices.Where(notice => notice.Times.Count > 0).Select(notice => $"told of {notice.Notice} on {Phrases.Day(notice.Times[0])}"));
        return string.Join(", ", words);
    }

    private static string Age(BirthRange? birth, DateOnly on)
    {
        if (birth is not { } range || BirthRange.FullYears(range.Latest, on) is var youngest && BirthRange.FullYears(range.Earliest, on) is var oldest && youngest != oldest) return "somebody of uncertain age";
        youngest = BirthRange.FullYears(range.Latest, on);
        var number = youngest.ToString(CultureInfo.InvariantCulture);
        return $"{(number[0] == '8' || youngest is 11 or 18 ? "an" : "a")} {number}-year-old";
    }

    /// <summary>The same subject with one birth instead of a range, where the verdict does not depend on the range.</summary>
    private static (Standing Subject, Reason Reason) Concrete(Terms terms, Standing standing, Region region, Record record)
    {
        var reference = new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null);
        var reason = reference.OfSubject(record, standing, region);
        if (standing.Birth is not { } birth) return (standing, reason);
        var on = terms.At.Date;
        DateOnly[] births = [on.AddYears(-30).AddDays(-100), birth.Earliest, birth.Latest];
        foreach (var one in births.Where(one => one >= birth.Earliest && one <= birth.Latest && BirthRange.FullYears(one, on) is >= 0 and <= OldestAge))
        {
            var exact = new Standing { Regions = standing.Regions, Birth = BirthRange.Born(one), Status = standing.Status, Choices = standing.Choices, Notices = standing.Notices };
            if (reference.OfSubject(record, exact, region).Text == reason.Text) return (exact, reason);
        }
        return (standing, reason);
    }
}
