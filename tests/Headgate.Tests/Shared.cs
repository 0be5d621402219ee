using Xunit;

namespace Headgate.Tests;

/// <summary>The folder <c>shared</c> beside the repository: real input and the vectors of standards. It is never copied into the project.</summary>
internal static class Shared
{
    /// <summary>The full path of a file or folder, such as <c>vectors/tlog-note/notes.json</c>; null where it is not there.</summary>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (!Directory.Exists(Path.Combine(shared, "vectors"))) continue;
            var found = Path.Combine(shared, path);
            return Path.Exists(found) ? found : null;
        }
        return null;
    }

    /// <summary>The full path of a file or folder; skips the test where it is not there.</summary>
    public static string Need(string path)
    {
        var found = Find(path);
        Assert.SkipWhen(found is null, $"../shared/{path} is not there");
        return found!;
    }
}
