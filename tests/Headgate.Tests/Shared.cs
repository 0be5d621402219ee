namespace Headgate.Tests;

/// <summary>What lies in <c>../shared</c>, beside the project: vectors and real data that are not part of it.</summary>
internal static class Shared
{
    /// <summary>The full path of a file or folder below <c>shared</c>, sought in every folder above the tests.</summary>
    /// <returns>Null where it is not there; the test then skips and says so.</returns>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", path);
            if (Path.Exists(candidate)) return candidate;
        }
        return null;
    }
}
