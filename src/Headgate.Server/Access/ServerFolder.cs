using System.Security.Cryptography;

namespace Headgate.Server;

/// <summary>What the server keeps in the ledger's folder besides the ledger: its secret, its keys, what it answered, what was done. For its owner alone.</summary>
internal sealed class ServerFolder
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string path;

    public ServerFolder(string ledger)
    {
        path = Path.Combine(ledger, "server");
        Make(path);
    }

    public string In(string name) => Path.Combine(path, name);

    /// <summary>A folder within, made where it is not there.</summary>
    public string Folder(string name)
    {
        Make(In(name));
        return In(name);
    }

    /// <summary>The secret that sessions and links are signed with; made at the first start.</summary>
    public byte[] Secret()
    {
        const int size = 32;
        if (!File.Exists(In("secret"))) Write("secret", RandomNumberGenerator.GetBytes(size));
        return File.ReadAllBytes(In("secret")) is { Length: size } secret
            ? secret
            : throw new Gate.BadInputException($"`{In("secret")}` is not the secret that the server wrote", "remove it: everybody has to sign in again");
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var aside = $"{In(name)}.new";
        File.Delete(aside);
        using (var stream = Open(aside, FileMode.CreateNew))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(aside, In(name), overwrite: true);
    }

    public static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        return new(file, options);
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
    }
}
