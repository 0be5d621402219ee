using System.Runtime.InteropServices;

namespace Headgate.Engine;

/// <summary>Lets two folders change places in one step, so that at every moment there is a whole one at either.</summary>
/// <remarks>
/// Linux does it by <c>renameat2</c> with <c>RENAME_EXCHANGE</c>, macOS by <c>renamex_np</c> with <c>RENAME_SWAP</c>. Elsewhere, and on file systems that know of neither, it takes three renames,
/// and <see cref="Mend"/> puts right what one that was killed between them left.
/// </remarks>
internal static partial class FolderExchange
{
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;
    private const string BetweenName = ".between";

    /// <exception cref="IOException">They cannot be exchanged; both are where they were.</exception>
    public static void Swap(string one, string other)
    {
        if (InOneStep(one, other)) return;
        var between = Between(one);
        Directory.Move(one, between);
        Directory.Move(other, one);
        Directory.Move(between, other);
    }

    /// <summary>Ends an exchange that was cut short after the first folder had gone, or after the second had taken its place.</summary>
    public static void Mend(string one, string other)
    {
        var between = Between(one);
        if (!Directory.Exists(between)) return;
        if (!Directory.Exists(one)) Directory.Move(between, one);
        else if (!Directory.Exists(other)) Directory.Move(between, other);
    }

    /// <summary>Whether an exchange of a folder was cut short.</summary>
    public static bool IsCutShort(string one) => Directory.Exists(Between(one));

    private static string Between(string folder) => Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}{BetweenName}");

    private static bool InOneStep(string one, string other)
    {
        try
        {
            return OperatingSystem.IsLinux() ? RenameAt2(CurrentFolder, one, CurrentFolder, other, Exchange) == 0 : OperatingSystem.IsMacOS() && RenameX(one, other, Exchange) == 0;
        }
        catch (Exception fault) when (fault is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameAt2(int oneFolder, string one, int otherFolder, string other, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameX(string one, string other, uint flags);
}
