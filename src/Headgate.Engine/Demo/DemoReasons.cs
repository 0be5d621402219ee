namespace Headgate.Engine.Demo;

/// <summary>Why records were left out, date by date, posts and photos together.</summary>
/// <param name="Reason">As the gate says it.</param>
/// <param name="Counts">A number a date.</param>
public sealed record DemoReasonRow(string Reason, IReadOnlyList<long> Counts)
{
    /// <summary>All reasons, the most frequent first.</summary>
    public static IReadOnlyList<DemoReasonRow> Of(DemoResult result)
    {
        var dates = result.Board.Dates;
        return
        [
            .. result.Gates.SelectMany(gate => gate.Counts.ByReason.Select(pair => (gate.Date, Reason: pair.Key, Count: pair.Value)))
                .GroupBy(counted => counted.Reason, StringComparer.Ordinal)
                .Select(reason => new DemoReasonRow(reason.Key, [.. dates.Select(date => reason.Where(counted => counted.Date == date).Sum(counted => counted.Count))]))
                .OrderByDescending(row => row.Counts.Sum()).ThenBy(row => row.Reason, StringComparer.Ordinal),
        ];
    }

    /// <summary>The reason in plain words.</summary>
    public static string Meaning(string reason) =>
        reason.Split("/unknown-") is [_, var unknown] ? $"the {unknown.Replace('-', ' ')} is not known: perhaps {Plain(reason)}" : Plain(reason);

    private static string Plain(string reason) => reason.Split('/')[0] switch
    {
        "malformed-record" => "a field is of the wrong type, or a date does not exist",
        "unknown-subject" => "no author, or nothing is known of somebody in it",
        "unknown-content-kind" => "of a kind that the policy does not list",
        "unknown-source" => "passes on something that is gone",
        "unknown-region" => "it is not known where somebody in it is",
        "not-active" => "an account is closed, memorialised, or of unknown status",
        "denied:private-messages" => "a private message, or passes one on",
        "denied:salaries" => "what somebody said of their pay",
        "denied:minors" => "somebody in it is under 18",
        "denied:written-as-a-minor" => "written by somebody who was under 18 then",
        "denied:sensitive-groups" => "written in a trade-union group",
        "objected" => "somebody in it objected",
        "signal:content-usage" => "its author reserved it (AIPREF)",
        "signal:iptc-data-mining" => "the picture's file reserves it (IPTC)",
        "no-grant" => "no rule allows it: not public, or a region left out",
        var other => other.Split(':')[0] switch
        {
            "suspended" => "somebody in it is where use is paused",
            "not-yet" => "the day of the start is still to come",
            "notice-not-served" => "somebody in it was not told, or the mail came back",
            "window-open" => "somebody in it was told and can still object",
            "consent-not-given" => "nobody consented",
            _ => "",
        },
    };
}
