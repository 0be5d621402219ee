using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>The files of a ledger (docs/ledger-format.md, Folder). Everything but the database and the key can be made again.</summary>
/// <param name="passphrase">What its keys are sealed with; null where they are not.</param>
internal sealed partial class LedgerFolder(string path, string? passphrase = null)
{
    public const string DatabaseName = "ledger.db";
    public const string KeyName = "key";
    public const string NextKeyName = "key.next";
    public const string TombstoneKeyName = "tombstone.key";
    public const string VerifierName = "ledger.vkey";
    public const string KeysName = "ledger.vkeys";
    public const string ErasuresName = "erasures";
    public const string CheckpointName = "checkpoint";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Aside = ".new";
    private const int MostKeyBytes = 4096;

    public string Root => path;

    public string Database => In(DatabaseName);

    public string In(string name) => Path.Combine(path, name);

    /// <summary>Is told of every step that writes, before it is taken and after; tests let it fail there.</summary>
    public Action<string, bool>? Step { get; init; }

    /// <summary>Pages of SQLite's log after which it is begun anew; tests let it be few.</summary>
    public long MostLogPages { get; init; } = 16 * 1024;

    /// <summary>Reads the private key.</summary>
    /// <param name="verifier">The text of its public key, where it must be that one: the ledger's.</param>
    /// <exception cref="LedgerRefusalException">It is not there, others can read it, it is sealed with another passphrase, or it is no key or another ledger's.</exception>
    public SigningKey ReadKey(string? verifier = null)
    {
        var key = ReadKeyFile(KeyName);
        if (verifier is null || key.Verifier.ToString() == verifier) return key;
        key.Dispose();
        // whoever changed the key ended before the last step
        if (File.Exists(In(NextKeyName)) && ReadKeyFile(NextKeyName) is var next)
        {
            if (next.Verifier.ToString() == verifier)
            {
                TakeNextKey();
                return next;
            }
            next.Dispose();
        }
        throw new LedgerRefusalException($"the private key in `{path}` is another ledger's: restore the one that was made with this ledger");
    }

    /// <summary>Writes a private key for its owner alone.</summary>
    public void WriteKey(string name, string text) =>
        WriteSecret(name, passphrase is null ? text : SealedSecret.Seal(text, passphrase, RandomNumberGenerator.GetBytes(SealedSecret.RandomSize)));

    /// <summary>Reads a key that the ledger is changing to.</summary>
    public SigningKey ReadNextKey() => ReadKeyFile(NextKeyName);

    /// <summary>Makes the key that was changed to the ledger's.</summary>
    public void TakeNextKey() => Move(In(NextKeyName), In(KeyName));

    /// <summary>Makes the tombstone key, where there is none.</summary>
    public void MakeTombstoneKey()
    {
        if (!File.Exists(In(TombstoneKeyName))) WriteKey(TombstoneKeyName, TombstoneKey.NewText());
    }

    /// <exception cref="LedgerRefusalException">It cannot be used.</exception>
    public TombstoneKey ReadTombstoneKey() =>
        TombstoneKey.TryParse(ReadSecret(TombstoneKeyName), out var key)
            ? key
            : throw new LedgerRefusalException($"the tombstone key `{In(TombstoneKeyName)}` is not one that Headgate wrote: restore it from a backup");

    /// <summary>Seals the keys anew.</summary>
    /// <param name="by">The new passphrase; null to leave them open.</param>
    public void SealKeys(string? by)
    {
        var open = new LedgerFolder(path, by);
        foreach (var (name, text) in new[] { KeyName, TombstoneKeyName }.Select(name => (name, ReadSecret(name))).ToList()) open.WriteKey(name, text);
    }

    /// <exception cref="LedgerRefusalException">A key is sealed, and there is no passphrase.</exception>
    public void AskForPassphrase()
    {
        if (passphrase is not null) return;
        foreach (var name in new[] { KeyName, TombstoneKeyName })
            if (Read(name) is { Length: <= MostKeyBytes } bytes && SealedSecret.IsSealed(Encoding.UTF8.GetString(bytes))) throw Sealed(In(name));
    }

    /// <summary>The erasures that were carried out; a last line that was cut off is passed over.</summary>
    public IReadOnlyList<Tombstone> ReadErasures()
    {
        if (Read(ErasuresName) is not { } bytes) return [];
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        return [.. lines.SkipLast(1).Select(line => ErasureLine.TryParse(line, out var tombstone) ? tombstone
            : throw new LedgerDamageException($"`{In(ErasuresName)}` holds a line that is no erasure: restore it from a backup, or remove it, and it is written again from the database"))];
    }

    /// <summary>Adds erasures to the file, on the disk when this returns.</summary>
    public void AppendErasures(IReadOnlyList<Tombstone> tombstones)
    {
        if (tombstones.Count == 0) return;
        var text = Encoding.UTF8.GetBytes(string.Concat(tombstones.Select(tombstone => ErasureLine.Write(tombstone) + "\n")));
        Step?.Invoke($"append to {ErasuresName}", false);
        using (var stream = new FileStream(In(ErasuresName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0))
        {
            // a line that was cut off gives way
            while (stream.Length > 0 && Last(stream) != '\n') stream.SetLength(stream.Length - 1);
            stream.Seek(0, SeekOrigin.End);
            stream.Write(text);
            stream.Flush(flushToDisk: true);
        }
        Step?.Invoke($"append to {ErasuresName}", true);
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
        Step?.Invoke($"write {name}", false);
        using (var stream = new FileStream(file + Aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(bytes);
            if (flush) stream.Flush(flushToDisk: true);
        }
        Step?.Invoke($"write {name}", true);
        Move(file + Aside, file);
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

    private static int Last(FileStream stream)
    {
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte();
    }

    private SigningKey ReadKeyFile(string name) => SigningKey.TryParse(ReadSecret(name), out var key)
        ? key
        : throw new LedgerRefusalException($"the private key `{In(name)}` is not one that Headgate wrote: restore it from a backup");

    private string ReadSecret(string name)
    {
        var file = In(name);
        if (!File.Exists(file)) throw new LedgerRefusalException($"the private key `{file}` is missing: restore it from a backup");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new LedgerRefusalException($"the private key `{file}` can be read by others: run `chmod 600 {file}`");
        var text = new FileInfo(file).Length > MostKeyBytes ? "" : File.ReadAllText(file).TrimEnd('\n');
        if (!SealedSecret.IsSealed(text)) return text;
        if (passphrase is null) throw Sealed(file);
        return SealedSecret.Open(text, passphrase) ?? throw new LedgerRefusalException($"the passphrase does not open the private key `{file}`");
    }

    private static LedgerRefusalException Sealed(string file) =>
        new($"the private key `{file}` is sealed: give its passphrase in HEADGATE_PASSPHRASE, or a file that holds it in HEADGATE_PASSPHRASE_FILE");

    private void WriteSecret(string name, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        Step?.Invoke($"write {name}", false);
        File.Delete(In(name) + Aside);
        using (var stream = new FileStream(In(name) + Aside, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(text + "\n"));
            stream.Flush(flushToDisk: true);
        }
        Step?.Invoke($"write {name}", true);
        Move(In(name) + Aside, In(name));
    }

    private void Move(string from, string to)
    {
        var name = Path.GetRelativePath(path, to);
        Step?.Invoke($"move {name}", false);
        File.Move(from, to, overwrite: true);
        Step?.Invoke($"move {name}", true);
    }

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(SafeHandle file);
}
