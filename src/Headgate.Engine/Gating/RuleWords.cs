using System.Globalization;

namespace Headgate.Engine;

/// <summary>When a rule applies and what it asks for, in words for people.</summary>
internal static class RuleWords
{
    /// <summary>More values than these are not all said.</summary>
    private const int MostValues = 12;

    public static string When(Rule rule) => rule.When.Count == 0 ? "Always." : $"Where {string.Join(", and ", rule.When.Select(Of))}.";

    /// <summary>What a grant asks for; nothing for other rules.</summary>
    public static string Asks(Rule rule) => rule is not GrantRule grant ? "" : string.Concat(
        grant.Basis == LegalBasis.Consent ? " It asks for consent." : " It asks that the person did not object.",
        grant.After is { } after ? string.Create(CultureInfo.InvariantCulture, $" It asks that the notice {after.Notice.Notice}, version {after.Notice.Version}, was served and {after.Window.TotalDays:0.##} days have passed.") : "",
        grant.NotBefore is { } start ? $" It begins on {start.ToString()[..10]}." : "");

    /// <summary>What a reason means that leaves records out: what its rule says of itself, or else when it applies; several reasons may have one text.</summary>
    public static string Meaning(string reason, Terms terms)
    {
        var (word, of) = (reason.Split(':')[0], reason[(reason.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('/'));
        var rule = terms.Policy?.Rules.FirstOrDefault(rule => rule.Name == of[0]);
        var failed = word switch
        {
            "consent-not-given" => "The person did not consent.",
            "notice-not-served" => "The person was not told.",
            "window-open" => "The person was told, and can still object in time.",
            "not-yet" => "The rule has not begun.",
            _ => null,
        };
        var said = new Reasons(terms).All.Where(one => one.Text == reason).Select(one => one.Because).OfType<string>().Distinct();
        var meaning = failed ?? (string.Join(" Or: ", said) is { Length: > 0 } because ? because : rule is null ? "" : When(rule));
        return of.Length > 1 ? $"{meaning} It is not known: {of[1].Replace("unknown-", "", StringComparison.Ordinal)}." : meaning;
    }

    private static string Of(Condition condition) => condition switch
    {
        OneOf one => $"{Subject(one)} {(one.Negated ? "is not" : "is")} {Values(one.Values)}",
        Aged age => $"the person is {Years(age.Years, age.Under)}",
        AgedAtCreation age => $"the person was {Years(age.Years, age.Under)} when it was created",
        Within within => $"it was {within.Field} {Interval(within.From, within.To)}",
        TimeIs time => time.Until ? $"it is decided before {Day(time.Time)}" : $"it is decided from {Day(time.Time)} on",
        AnyOf any => (any.Negated ? "it is not so that " : "") + string.Join(", or ", any.Alternatives.Select(all => string.Join(" and ", all.Select(Of)))),
        SuspendedPurpose suspended => $"the purpose is {suspended.Suspended}",
        _ => throw new InvalidOperationException($"there are no words for {condition.Field}"),
    };

    private static string Subject(OneOf one) => one.Dimension switch
    {
        Dimension.Region => "the region",
        Dimension.Kind => "the kind of content",
        Dimension.Labels => "a label",
        _ => $"the {one.Field}",
    };

    private static string Values(IReadOnlyCollection<string> values)
    {
        var said = values.Order(StringComparer.Ordinal).Take(MostValues).ToList();
        return values.Count > MostValues ? string.Create(CultureInfo.InvariantCulture, $"one of {string.Join(", ", said)} and {values.Count - MostValues} others")
            : said.Count == 1 ? said[0] : $"{string.Join(", ", said[..^1])} or {said[^1]}";
    }

    private static string Years(int years, bool under) => under ? string.Create(CultureInfo.InvariantCulture, $"under {years}") : string.Create(CultureInfo.InvariantCulture, $"{years} or older");

    private static string Interval(Instant? from, Instant? to) => (from, to) switch
    {
        ({ } start, { } end) => $"from {Day(start)} until before {Day(end)}",
        ({ } start, null) => $"from {Day(start)} on",
        (null, { } end) => $"before {Day(end)}",
        _ => "at a known time",
    };

    private static string Day(Instant instant) => instant.ToString() is var text && text.EndsWith("T00:00:00Z", StringComparison.Ordinal) ? text[..10] : text;
}
