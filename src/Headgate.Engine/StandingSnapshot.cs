using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>The standings at a moment, as files that a gate run reads (house.md, Snapshot). One that holds all statements below a position serves every T after the last of them and is kept with the ledger.</summary>
public static class StandingSnapshot
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <returns>The folder of the snapshot.</returns>
    public static string At(Session session, Moment moment, Bounds bounds)
    {
        var last = session.Store.LastPersonalPosition(moment.AsOf);
        var complete = last < 0 || session.Store.Entries(last, last + 1).First().RecordedAt <= moment.At;
        var kept = Path.Combine(session.Folder, "snapshot", string.Create(CultureInfo.InvariantCulture, $"below-{last + 1}"));
        if (complete && Directory.Exists(kept)) return kept;

        var aside = complete ? $"{kept}.{Environment.ProcessId}.new" : Path.Combine(bounds.Temp, "snapshot");
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(aside);
        else Directory.CreateDirectory(aside, OwnerOnly);
        using (var duck = new DuckSession(bounds, [], [aside]))
        {
            StandingTables.Load(duck, Standings(session, moment, complete ? Instant.MaxValue : moment.At));
            StandingTables.Save(duck, aside);
        }
        if (!complete) return aside;
        Keep(aside, kept);
        return kept;
    }

    private static IEnumerable<(SubjectId Subject, Standing Standing)> Standings(Session session, Moment moment, Instant at)
    {
        foreach (var (subject, statements) in session.Store.BySubject(moment.AsOf))
            if (StandingFold.At(statements, at) is { } standing)
                yield return (subject, standing);
    }

    /// <summary>Moves a snapshot into place and removes those that it overtakes.</summary>
    private static void Keep(string aside, string kept)
    {
        try
        {
            Directory.Move(aside, kept);
        }
        catch (IOException) when (Directory.Exists(kept))
        {
            Directory.Delete(aside, recursive: true);
            return;
        }
        foreach (var older in Directory.EnumerateDirectories(Path.GetDirectoryName(kept)!, "below-*").Where(other => other != kept))
        {
            try
            {
                Directory.Delete(older, recursive: true);
            }
            catch (IOException)
            {
                // Another run may be reading it; the next one removes it.
            }
        }
    }
}
