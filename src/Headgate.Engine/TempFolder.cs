using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A folder for what is needed only meanwhile. What a process that was killed left behind is cleared away by the next one that needs such a folder in the same place.</summary>
/// <remarks>Whoever owns a folder holds a lock on a file beside it: what is locked by nobody has no owner any more, in whatever container it ran.</remarks>
public sealed class TempFolder : IDisposable
{
    private const string Prefix = "headgate-";
    private const string Ending = ".lock";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream held;

    /// <param name="within">Made where it is not there; by default the system's folder for temporary files.</param>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public TempFolder(string? within = null)
    {
        within ??= System.IO.Path.GetTempPath();
        try
        {
            Directory.CreateDirectory(within);
            ClearAway(within);
            (Path, held) = Claim(within);
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
            else Directory.CreateDirectory(Path, OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new BadInputException($"`{within}` cannot hold temporary files: {error.Message.TrimEnd('.')}", "give another place with `--temp`");
        }
    }

    public string Path { get; }

    public void Clear()
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
    }

    public void Dispose()
    {
        Remove(Path);
        held.Dispose();
    }

    /// <summary>A name that is free, and the lock on it. Between making a lock file and holding it, another process may take it for one that was left: then the next name serves.</summary>
    private static (string Path, FileStream Held) Claim(string within)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(within, $"{Prefix}{Environment.ProcessId}-{System.IO.Path.GetRandomFileName()}"));
            try
            {
                return (path, new FileStream(path + Ending, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (IOException) when (attempt < 5)
            {
            }
        }
    }

    /// <summary>Removes the folders that nobody owns any more.</summary>
    private static void ClearAway(string within)
    {
        foreach (var found in Directory.EnumerateFiles(within, $"{Prefix}*{Ending}"))
        {
            try
            {
                using var free = new FileStream(found, FileMode.Open, FileAccess.Write, FileShare.None);
                Remove(found[..^Ending.Length]);
                if (!Directory.Exists(found[..^Ending.Length])) File.Delete(found);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is in use, somebody else's, or just being cleared away.
            }
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is gone, or a later run clears it away.
        }
    }
}
