using System.Runtime.InteropServices;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>The files of a ledger (docs/ledger-format.md, Folder). Everything but the database and the key can be made again.</summary>
internal sealed partial class LedgerFolder(string path)
{
    public const string DatabaseName = "ledger.db";
    public const string KeyName = "key";
    public const string VerifierName = "ledger.vkey";
    public const string CheckpointName = "checkpoint";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Aside = ".new";

    public string Root => path;

    public string Database => In(DatabaseName);

    public string In(string name) => Path.Combine(path, name);

    /// <summary>Reads the private key.</summary>
    /// <exception cref="LedgerRefusalException">It is not there, others can read it, or it is no key.</exception>
    public SigningKey ReadKey()
    {
        var file = In(KeyName);
        if (!File.Exists(file)) throw new LedgerRefusalException($"the private key `{file}` is missing: restore it from a backup");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new LedgerRefusalException($"the private key `{file}` can be read by others: run `chmod 600 {file}`");
        if (new FileInfo(file).Length > 4096 || !SigningKey.TryParse(File.ReadAllText(file).TrimEnd('\n'), out var key))
            throw new LedgerRefusalException($"the private key `{file}` is not one that Headgate wrote: restore it from a backup");
        return key;
    }

    /// <summary>Writes the private key, where there is none, for its owner alone.</summary>
    public void WriteKey(string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        File.Delete(In(KeyName) + Aside);
        using (var stream = new FileStream(In(KeyName) + Aside, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(text + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(In(KeyName) + Aside, In(KeyName));
    }

    /// <summary>The bytes of a published file; null where it cannot be read.</summary>
    public byte[]? Read(string name)
    {
        try
        {
            return File.ReadAllBytes(In(name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file aside and moves it into place.</summary>
    /// <param name="flush">Whether it is on the disk when this returns.</param>
    public void Write(string name, ReadOnlySpan<byte> bytes, bool flush = false)
    {
        var file = In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (var stream = new FileStream(file + Aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(bytes);
            if (flush) stream.Flush(flushToDisk: true);
        }
        File.Move(file + Aside, file, overwrite: true);
    }

    /// <summary>Waits until everything written to the ledger's disk is on it, where the system has a call for that.</summary>
    /// <returns>False where it has none.</returns>
    public bool FlushAll()
    {
        if (!OperatingSystem.IsLinux()) return false;
        using var file = File.OpenHandle(Database, access: FileAccess.Read, share: FileShare.ReadWrite | FileShare.Delete);
        return SyncFileSystem(file) == 0;
    }

    /// <summary>Keeps other processes from publishing until it is disposed of.</summary>
    /// <exception cref="IOException">Another process has held it for half a minute.</exception>
    public FileStream LockPublishing()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new(In("publish.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (attempt < 6000)
            {
                Thread.Sleep(5);
            }
        }
    }

    /// <summary>Every published tile and entry bundle, as a path within the folder.</summary>
    public IEnumerable<string> PublishedTiles() => Directory.Exists(In("tile"))
        ? Directory.EnumerateFiles(In("tile"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Where(name => !name.EndsWith(Aside, StringComparison.Ordinal))
        : [];

    /// <summary>Removes the partial tiles that a full one has replaced.</summary>
    public void RemovePartial(string name)
    {
        if (Directory.Exists(In(name + ".p"))) Directory.Delete(In(name + ".p"), recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(SafeHandle file);
}
