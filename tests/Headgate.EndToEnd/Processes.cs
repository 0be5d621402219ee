using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>The processes of this machine, by way of <c>/proc</c>.</summary>
internal static class Processes
{
    /// <summary>Skips the test where they cannot be seen.</summary>
    public static void AreSeen() => Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are watched by way of /proc");

    /// <summary>Skips the test where they cannot be seen, or not be interrupted: a shell without job control starts what follows `&amp;` in this way.</summary>
    public static void AreInterruptible()
    {
        AreSeen();
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        Assert.SkipWhen((Convert.ToUInt64(ignored, 16) >> 1 & 1) == 1, "these tests were started so that SIGINT is ignored, and so it is in what they start");
    }

    /// <summary>Those whose command line holds all of these words.</summary>
    public static List<int> With(params string[] words) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && CommandOf(id) is var command && words.All(word => command.Contains(word, StringComparison.Ordinal)))];

    public static void Signal(string name, int process) => Ran.Of(new ProcessStartInfo("sh", ["-c", $"kill -{name} {process}"]));

    /// <summary>Waits until a run has come so far, or has ended; or fails where neither happens.</summary>
    public static void Until(Func<bool> isSo, Running run)
    {
        var clock = Stopwatch.StartNew();
        while (!run.HasEnded && !isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "the run goes on for ever");
            Thread.Sleep(1);
        }
    }

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
