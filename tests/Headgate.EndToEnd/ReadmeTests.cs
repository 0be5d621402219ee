using System.Text.RegularExpressions;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>The commands of the README, run as they stand there.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string Walk = "## On your own content";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void the_walk_of_the_readme_goes_as_it_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the README's commands are for a POSIX shell");
        var walk = File.ReadAllText(Repository.File("README.md")).Split(Walk)[1].Split("\n## ")[0];
        File.WriteAllText(folder.In("headgate"), $"#!/bin/sh\ndotnet '{Built.Assembly}' \"$@\"\ncode=$?\necho \"$1 $code\" >>codes\nexit $code\n");

        var output = Run("chmod +x headgate\n" + string.Join('\n', Block().Matches(walk).Where(block => block.Groups["kind"].Value == "sh").Select(block => block.Groups["text"].Value)));

        var said = File.ReadAllLines(folder.In("codes"));
        Assert.Equal(["init 0", "policy 0", "policy 0", "members 0", "choices 0", "gate 0", "verify 0", "explain 3", "object 0", "suspend 0"], said);
        Assert.All(Block().Matches(walk).Where(block => block.Groups["kind"].Value == "text"), block => Assert.Contains(block.Groups["text"].Value.Trim('\n'), output, StringComparison.Ordinal));
    }

    private string Run(string script)
    {
        var (_, output, errors) = Ran.Of(new("sh", ["-c", script]) { WorkingDirectory = folder.Path });
        return output + errors;
    }

    [GeneratedRegex("^```(?<kind>\\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
