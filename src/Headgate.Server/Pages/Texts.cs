using System.Globalization;
using System.Resources;

namespace Headgate.Server.Pages;

/// <summary>Every word that a page says, from the resource file of the reader's language; English is the first.</summary>
internal static class Texts
{
    private static readonly ResourceManager Words = new("Headgate.Server.Pages.Texts", typeof(Texts).Assembly);

    /// <param name="key">Such as <c>member.title</c>.</param>
    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public static string Say(string key) =>
        Words.GetString(key, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"no text is called `{key}`");

    /// <summary>A text with its blanks filled in.</summary>
    public static string Say(string key, params ReadOnlySpan<object?> with) => string.Format(CultureInfo.CurrentCulture, Say(key), with);

    /// <summary>A number as people write it, and the word for one or for several of them.</summary>
    /// <param name="key">The text for one is called <c>KEY.one</c>, for any other number <c>KEY.many</c>.</param>
    public static string Count(string key, long number) => Say(number == 1 ? $"{key}.one" : $"{key}.many", Number(number));

    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A day as people write it.</summary>
    public static string Day(Instant at) => Day(at.Date);

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A day and the time of it, in UTC.</summary>
    public static string Moment(Instant at) => Say("moment", Day(at), at.ToString()[11..16]);

    public static string Number(double number, string format) => number.ToString(format, CultureInfo.CurrentCulture);
}
