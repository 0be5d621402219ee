namespace Headgate.Engine;

/// <summary>Files and folders beside the ledger that are for its owner alone.</summary>
internal static class OwnerFile
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, File | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var aside = $"{path}.{Path.GetRandomFileName()}";
        using (var stream = Open(aside, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(aside, path, overwrite: true);
    }

    public static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open) options.UnixCreateMode = File;
        return new(path, options);
    }

    /// <summary>A secret of 32 bytes; made where it is not there. Of several that make it at once, one's stands.</summary>
    public static byte[] Secret(string path)
    {
        const int size = 32;
        if (!System.IO.File.Exists(path))
        {
            var aside = $"{path}.{Path.GetRandomFileName()}";
            using (var stream = Open(aside, FileMode.CreateNew, FileAccess.Write)) stream.Write(System.Security.Cryptography.RandomNumberGenerator.GetBytes(size));
            try
            {
                System.IO.File.Move(aside, path, overwrite: false);
            }
            catch (IOException) when (System.IO.File.Exists(path))
            {
                System.IO.File.Delete(aside);
            }
        }
        return System.IO.File.ReadAllBytes(path) is { Length: size } secret
            ? secret
            : throw new Gate.BadInputException($"`{path}` is not the secret that was written there", "restore it from a backup");
    }

    /// <summary>Waits until nobody else holds a file, and holds it.</summary>
    public static FileStream Lock(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (attempt < 6000)
            {
                Thread.Sleep(5);
            }
        }
    }
}
