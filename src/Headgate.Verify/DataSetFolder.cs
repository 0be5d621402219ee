using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>The files of a folder, and nothing beyond it: what a link leads to outside is not opened.</summary>
internal sealed class DataSetFolder
{
    private readonly string root;
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);
    private readonly List<VerificationProblem> problems = [];

    /// <summary>Lists an existing folder.</summary>
    public DataSetFolder(string folder)
    {
        root = Real(new DirectoryInfo(folder)) ?? Path.GetFullPath(folder);
        var open = new Stack<DirectoryInfo>([new(root)]);
        while (open.TryPop(out var next)) List(next, open);
    }

    /// <summary>Below the folder, with slashes.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>What is neither a file nor a folder in it.</summary>
    public IReadOnlyList<VerificationProblem> Problems => problems;

    /// <returns>Null where the file is not one of <see cref="Files"/>.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Stream? Open(string path)
    {
        if (!files.Contains(path)) return null;
        var file = new FileInfo(Path.Combine(root, path));
        var real = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        // devices and pipes have no length either, and opening them may wait for ever
        return real.Length == 0 ? new MemoryStream([], writable: false) : new FileStream(real.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
    }

    /// <summary>Whether the folder says that this is the key it was sealed with.</summary>
    public bool Says(VerifierKey key)
    {
        try
        {
            using var stream = Open(DataSetLayout.LedgerKey);
            if (stream is null || stream.Length > 4096) return false;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd() == $"{key}\n";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void List(DirectoryInfo folder, Stack<DirectoryInfo> open)
    {
        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                var path = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (entry.LinkTarget is null && entry is DirectoryInfo below) open.Push(below);
                else if (entry.LinkTarget is null || LeadsToFileWithin(entry)) files.Add(path);
                else problems.Add(new(path, "is a link that does not lead to a file of this folder"));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(Path.GetRelativePath(root, folder.FullName), $"cannot be listed: {fault.Message}"));
        }
    }

    private bool LeadsToFileWithin(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target
                && Real(target)?.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The path without any link in it; null where it ends nowhere.</summary>
    private static string? Real(FileSystemInfo entry)
    {
        var end = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
        var above = end is FileInfo file ? file.Directory : ((DirectoryInfo)end).Parent;
        if (above is null) return end.FullName;
        return Real(above) is { } real ? Path.Combine(real, end.Name) : null;
    }
}
