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
