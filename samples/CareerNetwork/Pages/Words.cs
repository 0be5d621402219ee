using System.Globalization;

namespace CareerNetwork.Pages;

/// <summary>How times, places and answers are said.</summary>
public static class Words
{
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } age => $"{(int)age.TotalMinutes} min ago",
        { TotalDays: < 1 } age => $"{(int)age.TotalHours} h ago",
        { TotalDays: < 7 } age => $"{(int)age.TotalDays} d ago",
        _ => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
    };

    /// <summary>A day of RFC 3339 text.</summary>
    public static string Day(string at) => DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time) ? time.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) : "";

    public static string Country(string code) => code switch
    {
        "GB" => "United Kingdom",
        "IE" => "Ireland",
        "DE" => "Germany",
        "FR" => "France",
        "NL" => "Netherlands",
        "PL" => "Poland",
        "CH" => "Switzerland",
        "US" => "United States",
        "CA" => "Canada",
        "BR" => "Brazil",
        "IN" => "India",
        "JP" => "Japan",
        "AU" => "Australia",
        _ => code,
    };

    /// <summary>A reason as people read it, without saying whose it is.</summary>
    public static string Reason(string reason) => reason.Split(':', '/')[0] switch
    {
        "objected" => "somebody in it objected",
        "suspended" => "paused by an authority or the platform",
        "denied" => reason.Contains("private", StringComparison.Ordinal) ? "private messages are never used"
            : reason.Contains("minor", StringComparison.Ordinal) ? "somebody in it is, or may be, under 18" : "a rule forbids it",
        "no-grant" => "no rule allows it there",
        "consent-not-given" => "consent is asked for there, and was not given",
        "window-open" => "people can still object before anything is used",
        "notice-not-served" => "somebody in it was not told",
        "signal" => "its author asks everybody not to",
        "unknown-source" => "what it quotes or reposts may not be used",
        "unknown-subject" or "unknown-region" => "somebody in it is not known",
        "unreachable" => "Headgate does not answer",
        _ => reason,
    };
}
