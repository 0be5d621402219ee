using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Headgate.Gate;

/// <summary>Parts that earlier runs finished, in folders that are no data sets yet, or in sealed ones that stay as they are.</summary>
internal sealed partial class PartStore
{
    private readonly List<(string Folder, Part Part)> parts;

    /// <param name="journals">The journal of each folder; a sealed data set has one that lies elsewhere and names its folder in full.</param>
    public PartStore(IEnumerable<string> journals) =>
        parts = [.. journals.SelectMany(journal => PartJournal.Read(journal).Select(part => (Path.GetDirectoryName(journal)!, part)))];

    public bool IsEmpty => parts.Count == 0;

    /// <summary>Takes a part over, if there is one: moved from where a run died, linked or copied from a data set.</summary>
    /// <returns>What is known of it; null where there is none.</returns>
    public Part? Take(PartKey key, string to)
    {
        foreach (var (folder, part) in parts.Where(one => key.IsMetBy(one.Part.Key)))
        {
            var from = Path.Combine(folder, part.Path);
            try
            {
                if (!File.Exists(from) || new FileInfo(from).Length != part.Bytes) continue;
                if (part.Key.Shape is null)
                {
                    if (!Link(from, to)) File.Copy(from, to);
                }
                else if (Sha256(from) != part.Sha256) continue;
                else File.Move(from, to);
                return part;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is gone or cannot be had: it is written anew.
            }
        }
        return null;
    }

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static bool Link(string from, string to) => !OperatingSystem.IsWindows() && MakeLink(from, to) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [UnmanagedCallConv(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32 | DllImportSearchPath.SafeDirectories)]
    private static partial int MakeLink(string from, string to);
}
