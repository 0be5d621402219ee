using System.Diagnostics;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>When <c>./headgate</c> builds, and when it runs what it built: in a place that looks like the repository, with a <c>dotnet</c> that says what it is asked.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TempFolder place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("src/A.cs", true)]
    [InlineData("samples/CareerNetwork/policy/network.yaml", true)]
    [InlineData("samples/stories/linkedin/a.yaml", true)]
    [InlineData("samples/CareerNetwork/Program.cs", false)]
    [InlineData("docs/a.md", false)]
    public void it_builds_when_something_that_it_carries_has_changed(string changed, bool builds)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell script");
        foreach (var file in (string[])["src/A.cs", "samples/CareerNetwork/policy/network.yaml", "samples/stories/linkedin/a.yaml", "samples/CareerNetwork/Program.cs", "docs/a.md", "global.json", "Directory.Build.props", "Directory.Packages.props"])
            Write(file, "old");
        Write("artifacts/headgate/app-1/Headgate.Cli.dll", "");
        File.Copy(Repository.File("headgate"), In("headgate"));
        Write("bin/dotnet", "#!/bin/sh\necho \"$1\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(In("bin/dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var one in Directory.EnumerateFileSystemEntries(place.Path, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(one, DateTime.UtcNow.AddHours(-2));
        Write("artifacts/headgate/current", "app-1\n");
        File.SetLastWriteTimeUtc(In("artifacts/headgate/current"), DateTime.UtcNow.AddHours(-1));

        Assert.DoesNotContain("building", Run(), StringComparison.Ordinal);
        File.WriteAllText(In(changed), "new");
        Assert.Equal(builds, Run().Contains("building headgate", StringComparison.Ordinal));
    }

    private string Run()
    {
        var start = new ProcessStartInfo("/bin/sh", [In("headgate"), "--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{In("bin")}:/usr/bin:/bin";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said + errors.Result;
    }

    private string In(string path) => Path.Combine(place.Path, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
    }
}
