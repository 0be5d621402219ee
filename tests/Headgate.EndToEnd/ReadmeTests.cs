using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>The commands of the README, run as they stand there.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string Walk = "## On your own content";

    private readonly string folder = Directory.CreateTempSubdirectory("headgate-readme-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void the_walk_of_the_readme_goes_as_it_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the README's commands are for a POSIX shell");
        var walk = File.ReadAllText(Path.Combine(Root(), "README.md")).Split(Walk)[1].Split("\n## ")[0];
        var program = Path.Combine(AppContext.BaseDirectory, "Headgate.Cli.dll");
        File.WriteAllText(Path.Combine(folder, "headgate"), $"#!/bin/sh\ndotnet '{program}' \"$@\"\ncode=$?\necho \"$1 $code\" >>codes\nexit $code\n");

        var output = Run("chmod +x headgate\n" + string.Join('\n', Block().Matches(walk).Where(block => block.Groups["kind"].Value == "sh").Select(block => block.Groups["text"].Value)));

        var said = File.ReadAllLines(Path.Combine(folder, "codes"));
        Assert.Equal(["init 0", "policy 0", "policy 0", "members 0", "choices 0", "gate 0", "verify 0", "explain 3", "object 0", "suspend 0"], said);
        Assert.All(Block().Matches(walk).Where(block => block.Groups["kind"].Value == "text"), block => Assert.Contains(block.Groups["text"].Value.Trim('\n'), output, StringComparison.Ordinal));
    }

    private string Run(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("HEADGATE_LEDGER");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Headgate.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("^```(?<kind>\\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
