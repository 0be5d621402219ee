using System.Diagnostics;
using System.Text.Json;

namespace Headgate.Benchmarks;

/// <summary>What a process used, as it says itself at its end.</summary>
/// <param name="Processor">Seconds on all cores together: what a busy machine blurs least.</param>
internal sealed record Usage(double Processor, long PeakBytes)
{
    private const string Name = "usage.json";

    /// <summary>Does a process's work, and leaves in a folder what it used.</summary>
    public static int Note(string folder, Func<int> work)
    {
        var code = work();
        File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(Now()));
        return code;
    }

    /// <summary>What this process has used so far.</summary>
    public static Usage Now()
    {
        using var process = Process.GetCurrentProcess();
        return new(process.TotalProcessorTime.TotalSeconds, process.PeakWorkingSet64);
    }

    public static Usage Read(string folder) => JsonSerializer.Deserialize<Usage>(File.ReadAllText(Path.Combine(folder, Name)))!;
}
