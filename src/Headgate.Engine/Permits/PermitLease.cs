using System.Globalization;
using System.Text.Json;

namespace Headgate.Engine;

/// <summary>Until when a permit holds, and from what it was last decided. Lies in the ledger's folder beside the log: a renewal is no statement.</summary>
/// <param name="Until">A trainer that has not heard of another time stops then.</param>
/// <param name="AsOf">The position up to which its records were decided.</param>
/// <param name="At">The instant at which they were.</param>
/// <param name="DataSet">The data set's folder.</param>
/// <param name="RedoBy">When the work must have been redone without those who left; null where nobody did.</param>
internal sealed record PermitLease(Instant Until, long AsOf, Instant At, string DataSet, Instant? RedoBy)
{
    private const string Name = "lease.json";

    /// <summary>Where what is known of a permit lies.</summary>
    public static string FolderOf(Session session, long permit) => Path.Combine(session.Folder, "permits", permit.ToString(CultureInfo.InvariantCulture));

    /// <summary>The lease in a permit's folder; null where there is none that can be read: then it is over.</summary>
    public static PermitLease? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(File.ReadAllText(Path.Combine(folder, Name))) is { DataSet: { } dataSet } kept
                ? new(Instant.FromMicroseconds(kept.Until), kept.AsOf, Instant.FromMicroseconds(kept.At), dataSet, kept.RedoBy is { } redo ? Instant.FromMicroseconds(redo) : null)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes it whole or not at all.</summary>
    public void Write(string folder)
    {
        var aside = Path.Combine(folder, $"{Name}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}");
        File.WriteAllText(aside, JsonSerializer.Serialize(new Kept(Until.Microseconds, AsOf, At.Microseconds, DataSet, RedoBy?.Microseconds)));
        File.Move(aside, Path.Combine(folder, Name), overwrite: true);
    }

    private sealed record Kept(long Until, long AsOf, long At, string DataSet, long? RedoBy);
}
