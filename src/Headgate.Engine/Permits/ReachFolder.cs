using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A folder beside the permits' own for what is being found out; it goes away unless it is moved.</summary>
internal sealed class ReachFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public ReachFolder(Session session)
    {
        Path = System.IO.Path.Combine(session.Folder, "permits", $".{Environment.ProcessId}-{System.IO.Path.GetRandomFileName()}");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, OwnerOnly);
    }

    public string Path { get; }

    public void MoveTo(string place)
    {
        Remove(place);
        Directory.Move(Path, place);
    }

    /// <summary>Puts its files in the place of others of the same names.</summary>
    public void MoveFilesTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path)) File.Move(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Takes somebody out of what is known of the records under permits.</summary>
    /// <returns>What could not be written anew, and what to do about it.</returns>
    public static IEnumerable<string> Forget(Session session, SubjectId subject, Bounds bounds)
    {
        var permits = System.IO.Path.Combine(session.Folder, "permits");
        if (!Directory.Exists(permits)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(permits).ToList())
            if (Fault(folder, subject, bounds) is { } fault) yield return fault;
    }

    private static string? Fault(string folder, SubjectId subject, Bounds bounds)
    {
        var name = System.IO.Path.GetFileName(folder);
        if (name is ['.', .. var begun])
        {
            if (int.TryParse(begun.Split('-')[0], out var process) && AsideFolder.IsAlive(process)) return $"records are being decided for a permit in `{folder}`: purge again when that has finished";
            Remove(folder);
            return null;
        }
        try
        {
            DataSetReach.Forget(folder, subject, bounds);
            return null;
        }
        catch (Exception error) when (error is BadInputException or IOException or UnauthorizedAccessException)
        {
            return $"what is known of the records under permit `{name}` cannot be written anew: close the permit, and request another";
        }
    }

    public void Dispose() => Remove(Path);

    public static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Somebody reads it; nothing depends on its going away.
        }
    }
}
