using Xunit;

namespace Headgate.Tests.Engine;

public sealed class TempFolderTests : IDisposable
{
    private readonly string within = Directory.CreateTempSubdirectory("temp-folder-").FullName;

    public void Dispose() => Directory.Delete(within, recursive: true);

    [Fact]
    public void a_folder_goes_away_with_all_that_lies_in_it()
    {
        using (var temp = new Headgate.Engine.TempFolder(within)) File.WriteAllText(Path.Combine(temp.Path, "some"), "thing");
        Assert.Empty(Directory.EnumerateFileSystemEntries(within));
    }

    [Fact]
    public void what_a_killed_process_left_is_cleared_away_and_what_is_in_use_is_not()
    {
        var left = Path.Combine(within, "headgate-7-abc");
        Directory.CreateDirectory(Path.Combine(left, "deep"));
        File.WriteAllText($"{left}.lock", "");
        Directory.CreateDirectory(Path.Combine(within, "headgate-of-somebody-else"));
        using var mine = new Headgate.Engine.TempFolder(within);
        using (new Headgate.Engine.TempFolder(within))
        {
            Assert.True(Directory.Exists(mine.Path));
            Assert.False(Path.Exists(left) || Path.Exists($"{left}.lock"));
        }
        Assert.Equal(2, Directory.EnumerateDirectories(within).Count());
    }

    [Fact]
    public void nobody_else_may_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "access is told otherwise there");
        using var temp = new Headgate.Engine.TempFolder(within);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(temp.Path));
    }
}
