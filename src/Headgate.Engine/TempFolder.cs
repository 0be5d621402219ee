using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A folder for what is needed only meanwhile.</summary>
public sealed class TempFolder : IDisposable
{
    /// <param name="within">An existing folder; by default the system's.</param>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public TempFolder(string? within = null)
    {
        try
        {
            if (within is not null) Directory.CreateDirectory(within);
            Path = System.IO.Path.GetFullPath(within is null
                ? Directory.CreateTempSubdirectory("headgate-").FullName
                : Directory.CreateDirectory(System.IO.Path.Combine(within, $"headgate-{Environment.ProcessId}-{Environment.TickCount64}")).FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{within ?? System.IO.Path.GetTempPath()}` cannot hold temporary files: {error.Message.TrimEnd('.')}", "give another place with `--temp`");
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
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // The system clears its temporary folder by itself.
        }
    }
}
