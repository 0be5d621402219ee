using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>What came of a process.</summary>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record Ran(int Code, string Output, string Errors)
{
    public static Ran Of(ProcessStartInfo start)
    {
        using var running = new Running(start);
        return running.Wait();
    }

    /// <summary>The one document that <c>--json</c> prints.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>Fails, with all that was said, where the exit code is another.</summary>
    public Ran Ends(int code)
    {
        Assert.True(Code == code, $"ended with {Code}, not {code}\n{Output}{Errors}");
        return this;
    }
}

/// <summary>A process that is running, with what it has said so far.</summary>
internal sealed class Running : IDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    public Running(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        // What was set where the tests are run must not decide what they find.
        start.Environment.Remove("HEADGATE_LEDGER");
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Ends it at once, as <c>kill -9</c> does; what it started goes on.</summary>
    public void Kill() => process.Kill();

    public bool Wait(TimeSpan longest) => process.WaitForExit(longest);

    public Ran Wait()
    {
        process.WaitForExit();
        return new(process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
