using System.Globalization;

namespace Headgate.Ledger;

/// <summary>The words that bodies use for values of ours. They are hashed, so they only grow.</summary>
internal static class StatementWords
{
    private const string DateForm = "yyyy-MM-dd";

    public static string Of(Choice choice) => choice switch
    {
        Choice.Unset => "unset",
        Choice.Consented => "consented",
        Choice.Objected => "objected",
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "no such choice"),
    };

    /// <summary>Null where the status was stated to be unknown.</summary>
    public static string? Of(SubjectStatus status) => status switch
    {
        SubjectStatus.Unknown => null,
        SubjectStatus.Active => "active",
        SubjectStatus.Closed => "closed",
        SubjectStatus.Memorialised => "memorialised",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no such status"),
    };

    public static string Of(DateOnly date) => date.ToString(DateForm, CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The text would not be read back as the same window.</exception>
    public static string Of(TimeSpan window) =>
        Durations.Write(window) is var text && Durations.TryParse(text, out var same) && same == window
            ? text
            : throw new ArgumentException("a window is of whole seconds, at most a hundred years");

    public static Choice ToChoice(string? word) => word switch
    {
        "unset" => Choice.Unset,
        "consented" => Choice.Consented,
        "objected" => Choice.Objected,
        _ => throw new FormatException("no such choice"),
    };

    public static SubjectStatus ToStatus(string? word) => word switch
    {
        null => SubjectStatus.Unknown,
        "active" => SubjectStatus.Active,
        "closed" => SubjectStatus.Closed,
        "memorialised" => SubjectStatus.Memorialised,
        _ => throw new FormatException("no such status"),
    };

    public static DateOnly ToDate(string? text) => DateOnly.ParseExact(text ?? "", DateForm, CultureInfo.InvariantCulture);

    public static Instant ToInstant(string? text) => Instant.TryParse(text, out var instant) ? instant : throw new FormatException("no time");

    public static TimeSpan ToWindow(string? text) => Durations.TryParse(text, out var window) ? window : throw new FormatException("no window");
}
