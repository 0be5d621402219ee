using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>The standings at a moment, as files that a gate run reads (house.md, Snapshot). One that holds all statements below a position serves every T after the last of them, and may be kept with the ledger.</summary>
/// <remarks>Whoever uses a kept snapshot holds a shared lock on it, so that a run at a later position does not remove it from under them.</remarks>
public sealed class StandingSnapshot : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string LockName = "in-use";
    private const string Ending = ".new";

    /// <summary>Says from which position on a snapshot was brought forward.</summary>
    private const string OriginName = "origin";

    /// <summary>With more whose standing has changed, all are folded again.</summary>
    private const int MostChanged = 100_000;

    private readonly string? place;
    private readonly Func<bool> isOvertaken;
    private FileStream? held;

    private StandingSnapshot(string folder, string? place, FileStream? held, Func<bool> isOvertaken) =>
        (Folder, this.place, this.held, this.isOvertaken) = (folder, place, held, isOvertaken);

    /// <summary>Where its files lie.</summary>
    public string Folder { get; private set; }

    public static StandingSnapshot At(Session session, Moment moment, Bounds bounds)
    {
        var last = session.Store.LastPersonalPosition(moment.AsOf);
        var complete = last < 0 || session.Store.Entries(last, last + 1).First().RecordedAt <= moment.At;
        var erasures = session.Store.Head.Erasures;
        var kept = Path.Combine(session.Folder, "snapshot", string.Create(CultureInfo.InvariantCulture, $"below-{last + 1}-{erasures}"));
        if (complete && Hold(kept) is { } held) return new(kept, null, held, () => false);

        var aside = complete ? string.Create(CultureInfo.InvariantCulture, $"{kept}.{Environment.ProcessId}{Ending}") : Path.Combine(bounds.Temp, "snapshot");
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(aside);
        else Directory.CreateDirectory(aside, OwnerOnly);
        var snapshot = new StandingSnapshot(aside, complete ? kept : null, null, () => session.Store.Head.Erasures != erasures);
        try
        {
            using var duck = new DuckSession(bounds, [], [aside]);
            if (complete && BringForward(session, duck, aside, last + 1)) return snapshot;
            StandingTables.Load(duck, Standings(session, moment, complete ? Instant.MaxValue : moment.At));
            StandingTables.Save(duck, aside);
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Keeps it with the ledger for the runs to come, where it may be, and removes those that it overtakes and nobody uses.</summary>
    public void Keep()
    {
        // somebody in it was erased while it was read
        if (place is null || Folder == place || isOvertaken()) return;
        File.Create(Path.Combine(Folder, LockName)).Dispose();
        try
        {
            Directory.Move(Folder, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            return;
        }
        Folder = place;
        held = Hold(place);
        foreach (var older in Directory.EnumerateDirectories(Path.GetDirectoryName(place)!, "below-*").Where(other => other != place)) Remove(older);
    }

    public void Dispose()
    {
        held?.Dispose();
        if (place is null || Folder == place) return;
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        var parent = Path.GetDirectoryName(place)!;
        if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any()) Directory.Delete(parent);
    }

    /// <summary>Removes all that are kept: somebody in them was erased.</summary>
    /// <returns>Those that a run reads now, and that stay.</returns>
    public static IReadOnlyList<string> RemoveAll(Session session)
    {
        var folder = Path.Combine(session.Folder, "snapshot");
        if (!Directory.Exists(folder)) return [];
        foreach (var kept in Directory.EnumerateDirectories(folder, "below-*").ToList()) Remove(kept);
        return [.. Directory.EnumerateDirectories(folder, "below-*")];
    }

    /// <summary>Compares the snapshot that is kept with one folded anew from all statements.</summary>
    /// <returns>How many rows differ; null where none is kept.</returns>
    internal static long? Compare(Session session, Bounds bounds)
    {
        var moment = session.MomentOf(null, null);
        var last = session.Store.LastPersonalPosition(moment.AsOf);
        var kept = Path.Combine(session.Folder, "snapshot", string.Create(CultureInfo.InvariantCulture, $"below-{last + 1}-{session.Store.Head.Erasures}"));
        if (Hold(kept) is not { } held) return null;
        using (held)
        {
            var aside = Directory.CreateDirectory(Path.Combine(bounds.Temp, "anew")).FullName;
            using (var duck = new DuckSession(bounds, [], [aside]))
            {
                StandingTables.Load(duck, Standings(session, moment, Instant.MaxValue));
                StandingTables.Save(duck, aside);
            }
            using var comparing = new DuckSession(bounds, [], [aside, kept]);
            return StandingTables.Differences(comparing, aside, kept);
        }
    }

    /// <summary>Makes a snapshot out of one that is kept: only those of whom something was stated since are folded again.</summary>
    /// <returns>False where none is kept, or too much was stated since.</returns>
    private static bool BringForward(Session session, DuckSession duck, string aside, long below)
    {
        var parent = Path.GetDirectoryName(aside)!;
        var ending = string.Create(CultureInfo.InvariantCulture, $"-{session.Store.Head.Erasures}");
        var kept = Directory.EnumerateDirectories(parent, "below-*" + ending).Select(folder => (Folder: folder, Below: Position(folder, ending)))
            .Where(one => one.Below < below).OrderByDescending(one => one.Below).FirstOrDefault();
        if (kept.Folder is null || Hold(kept.Folder) is not { } held) return false;
        using (held)
        {
            var origin = Path.Combine(kept.Folder, OriginName);
            var since = File.Exists(origin) ? long.Parse(File.ReadAllText(origin), CultureInfo.InvariantCulture) : kept.Below!.Value;
            var changed = session.Store.SubjectsWithin(since, below);
            if (changed.Count > MostChanged) return false;
            StandingTables.Copy(kept.Folder, aside);
            File.WriteAllText(Path.Combine(aside, OriginName), since.ToString(CultureInfo.InvariantCulture));
            StandingTables.BringForward(duck, aside, [.. changed.Select(subject => (subject, StandingFold.At(session.Store.Of(subject, below), Instant.MaxValue)!))]);
            return true;
        }
    }

    private static long? Position(string folder, string ending) =>
        long.TryParse(Path.GetFileName(folder)["below-".Length..^ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var below) ? below : null;

    /// <summary>Folded beside whatever is done with them.</summary>
    private static IEnumerable<(SubjectId Subject, Standing Standing)> Standings(Session session, Moment moment, Instant at) => Ahead.Of(Fold(session, moment, at));

    private static IEnumerable<(SubjectId Subject, Standing Standing)> Fold(Session session, Moment moment, Instant at)
    {
        foreach (var (subject, statements) in session.Store.BySubject(moment.AsOf))
            if (StandingFold.At(statements, at) is { } standing)
                yield return (subject, standing);
    }

    private static FileStream? Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (folder.EndsWith(Ending, StringComparison.Ordinal))
            {
                var writer = Path.GetExtension(folder[..^Ending.Length]).TrimStart('.');
                if (int.TryParse(writer, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && AsideFolder.IsAlive(process)) return;
            }
            else using (new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None)) { }
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another run reads it; a later one removes it.
        }
    }
}
