using System.Globalization;

namespace CareerNetwork.Pages;

/// <summary>How the parts of a résumé are said.</summary>
public static class Drafts
{
    public static string Job(Job job) => $"{job.Did.TrimEnd('.')}.";

    public static string Years(Job job) => string.Create(CultureInfo.InvariantCulture, $"{job.From} – {(job.Until is { } until ? until.ToString(CultureInfo.InvariantCulture) : "today")}");
}
