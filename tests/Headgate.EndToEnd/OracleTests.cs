using System.Diagnostics;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Compares the command line with an evaluator of the semantics that shares no code with it.</summary>
public sealed class OracleTests
{
    [Fact]
    public void an_independent_reading_of_the_semantics_agrees_in_generated_worlds()
    {
        var (code, output) = Python("fuzz.py", "--seeds", "1-3", "--jobs", "2", "--explains", "2", "--asks", "1");
        Assert.True(code == 0, output);
        Assert.Contains("compared: 3 worlds, 7 policies, 1 refused policies, 15 gates", output, StringComparison.Ordinal);
    }

    [Fact]
    public void pairs_of_policies_are_refused_as_an_independent_reading_refuses_them()
    {
        var (code, output) = Python("optin.py", "--seeds", "1025-1030", "--jobs", "2");
        Assert.True(code == 0, output);
        Assert.Contains("compared: 2 is never published, 1 may be published, 3 needs an override", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Python(string script, params string[] arguments)
    {
        Assert.SkipUnless(HasPython, "python3 is not on the path");
        var start = new ProcessStartInfo("python3", [Path.Combine(Root(), "tests", "oracle", script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HEADGATE"] = $"dotnet '{Built.Assembly}'";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static bool HasPython =>
        !OperatingSystem.IsWindows() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Headgate.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }
}
