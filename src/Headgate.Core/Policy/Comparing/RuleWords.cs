using System.Globalization;

namespace Headgate;

/// <summary>Says a rule as a lawyer would read it out, such as <c>private messages of people under 18 in France</c>.</summary>
public static class RuleWords
{
    private static readonly string[] Order = ["visibility", "content", "labels", "service", "created", "collected", "age", "age-at-creation", "region", "purpose"];

    /// <summary>What a rule is about; <c>everything</c> where it asks for nothing.</summary>
    public static string What(Rule rule, Policy policy)
    {
        if (rule.When.Count == 0) return "everything";
        var words = new List<string>();
        words.AddRange(rule.When.OrderBy(condition => Place(condition.Field)).Select(condition => Of(condition, policy)));
        if (!rule.When.Any(condition => condition.Field == "content")) words.Insert(rule.When.Count(condition => condition.Field == "visibility"), "content");
        return string.Join(" ", words);
    }

    /// <summary>What a grant asks for before anything is used, each a clause of a sentence; empty where it asks for nothing.</summary>
    public static IReadOnlyList<string> Demands(GrantRule grant, Policy policy)
    {
        var clauses = new List<string> { grant.Basis == LegalBasis.Consent ? "only with the person's consent" : "unless the person objects" };
        if (grant.After is { } after)
            clauses.Add(string.Create(CultureInfo.InvariantCulture, $"once they were told by “{policy.Notices.GetValueOrDefault(after.Notice.Notice)?.Title ?? after.Notice.Notice}” and {Days(after.Window)} have passed"));
        if (grant.NotBefore is { } start) clauses.Add($"from {Phrases.Day(start)} on");
        return clauses;
    }

    private static int Place(string field) => Array.IndexOf(Order, field) is var place and >= 0 ? place : Order.Length;

    private static string Of(Condition condition, Policy policy) => condition switch
    {
        AnyOf { Negated: true } any => $"({Phrases.Or([.. any.Alternatives.Select(all => Phrases.And([.. all.Select(one => Of(one, policy))]))])}, and else alone)",
        AnyOf any => Phrases.Or([.. any.Alternatives.Select(all => Phrases.And([.. all.Select(one => Of(one, policy))]))]),
        Aged { Under: true } aged => string.Create(CultureInfo.InvariantCulture, $"of people under {aged.Years}"),
        Aged aged => string.Create(CultureInfo.InvariantCulture, $"of people of {aged.Years} or older"),
        AgedAtCreation { Under: true } aged => string.Create(CultureInfo.InvariantCulture, $"made by somebody under {aged.Years}"),
        AgedAtCreation aged => string.Create(CultureInfo.InvariantCulture, $"made by somebody of {aged.Years} or older"),
        Within within => $"{condition.Field} {Span(within)}",
        TimeIs time => $"{(time.Until ? "until" : "from")} {Phrases.Day(time.Time)}{(time.Until ? "" : " on")}",
        OneOf one => Listed(one, policy),
        _ => condition.Field,
    };

    private static string Listed(OneOf one, Policy policy)
    {
        if (one.Dimension == Dimension.Region) return RegionWords.Say(one.Negated ? [.. IsoCountries.Codes.Where(code => !one.Values.Contains(code))] : one.Values) is var where && where.StartsWith("everywhere", StringComparison.Ordinal) ? where : $"in {where}";
        var words = Phrases.Or([.. one.Values.Order(StringComparer.Ordinal).Select(value => Word(one.Dimension, value, policy))]);
        return (one.Dimension, one.Negated) switch
        {
            (Dimension.Kind, false) => words,
            (Dimension.Kind, true) => $"content other than {words}",
            (Dimension.Visibility, false) => words,
            (Dimension.Visibility, true) => $"not {words}",
            (Dimension.Labels, false) => $"labelled {words}",
            (Dimension.Labels, true) => $"not labelled {words}",
            (Dimension.Service, false) => $"on {words}",
            (Dimension.Service, true) => $"on services other than {words}",
            (Dimension.Run, false) => $"for “{words}”",
            _ => $"for anything but “{words}”",
        };
    }

    private static string Word(Dimension dimension, string value, Policy policy) => dimension switch
    {
        Dimension.Kind => Kinds(value),
        Dimension.Run => policy.Purposes.GetValueOrDefault(value)?.Title ?? value,
        _ => value.Replace('-', ' '),
    };

    /// <summary>A kind of content in the plural, such as <c>private messages</c>.</summary>
    public static string Kinds(string kind)
    {
        var words = kind.Replace('-', ' ');
        return words.EndsWith('s') || words is "salary" or "feedback" or "ai feedback" or "data" ? (words == "salary" ? "salaries" : words)
            : words.EndsWith('y') && words.Length > 1 && !"aeiou".Contains(words[^2], StringComparison.Ordinal) ? $"{words[..^1]}ies"
            : $"{words}s";
    }

    private static string Span(Within within) => (within.From, within.To) switch
    {
        ({ } from, { } to) => $"from {Phrases.Day(from)} to before {Phrases.Day(to)}",
        ({ } from, null) => $"from {Phrases.Day(from)} on",
        (null, { } to) => $"before {Phrases.Day(to)}",
        _ => "at any time",
    };

    private static string Days(TimeSpan window) => window.TotalDays == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{window.TotalDays:0.##} days");
}
