using System.Text.Json;

namespace Headgate.Engine;

/// <summary>How soon suspensions took hold, as a server noted it in its audit.</summary>
internal static class AuditedTimes
{
    /// <returns>Milliseconds by the position of the suspension; none where no server ran, or its audit cannot be read.</returns>
    public static IReadOnlyDictionary<long, double> Read(string ledger)
    {
        var times = new SortedDictionary<long, double>();
        var path = Path.Combine(ledger, "server", "audit.jsonl");
        if (!File.Exists(path)) return times;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            // Most lines are about something else, and the last may be half-written.
            if (!line.Contains("took_hold_ms", StringComparison.Ordinal)) continue;
            try
            {
                using var said = JsonDocument.Parse(line);
                if (said.RootElement.TryGetProperty("took_hold_ms", out var took) && said.RootElement.TryGetProperty("position", out var position)) times[position.GetInt64()] = took.GetDouble();
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
            {
            }
        }
        return times;
    }
}
