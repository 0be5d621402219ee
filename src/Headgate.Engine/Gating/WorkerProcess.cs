using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Starts a gate run's worker and sees it through.</summary>
/// <param name="executable">The program to start.</param>
/// <param name="arguments">What to give it before the job's folder.</param>
public sealed class WorkerProcess(string executable, IReadOnlyList<string> arguments)
{
    /// <summary>What the runtime reads the most a heap may hold from, in hexadecimal bytes.</summary>
    private const string HeapLimit = "DOTNET_GCHeapHardLimit";

    /// <summary>How long what runs again and again waits until it is compiled anew, in milliseconds: a worker is busy in few places, and at once.</summary>
    private const string CompilingDelay = "DOTNET_TC_CallCountingDelayMs";

    /// <summary>How many calls make something run again and again, in hexadecimal. What only starting calls often is not worth compiling anew.</summary>
    private const string CallsBefore = "DOTNET_TC_CallCountThreshold";

    /// <summary>Whether code is first compiled so that it counts what it does: that is for programs that run longer.</summary>
    private const string Instrumented = "DOTNET_TieredPGO";

    /// <summary>128 + SIGINT.</summary>
    private const int EndedByInterrupt = 130;

    /// <summary>STATUS_CONTROL_C_EXIT, as Windows has it.</summary>
    private const int EndedByControlC = unchecked((int)0xC000013A);

    /// <summary>This very program, started with the worker's command.</summary>
    public static WorkerProcess OfThisProgram() => new(ThisProgram[0], [.. ThisProgram.Skip(1), GateWorker.Command]);

    /// <summary>How this very program is started, before its arguments.</summary>
    public static IReadOnlyList<string> ThisProgram
    {
        get
        {
            var executable = Environment.ProcessPath!;
            var isHost = Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            return isHost ? [executable, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [executable];
        }
    }

    /// <exception cref="BadInputException">A file could not be read, or brought the worker down.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public GateResult Run(string folder, Action<GateProgress> report, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(executable, [.. arguments, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[HeapLimit] = GateJob.Read(folder).Bounds.ForHeap.Bytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment[CompilingDelay] = "0";
        start.Environment[Instrumented] = "0";
        start.Environment[CallsBefore] = "3E8";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the worker could not be started");
        using var registration = cancellation.Register(() => Kill(process));
        WorkerLine? failed = null;
        var doing = "starting";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Parse(line) is not { } said) continue;
            if (said.Progress is { } progress)
            {
                doing = progress.Doing;
                report(progress);
            }
            else failed = said;
        }
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return GateJob.ReadResult(folder);
        // Ctrl+C reaches the worker too, and it may be gone before we hear of it ourselves.
        if (failed is null && process.ExitCode is EndedByInterrupt or EndedByControlC) throw new OperationCanceledException("interrupted");
        throw failed switch
        {
            { Failed: GateWorker.BadInput } => new BadInputException(failed.Message!, failed.Help!),
            { Failed: GateWorker.Fault } => new InvalidOperationException($"the gate's worker failed while {doing}: {failed.Message}"),
            _ => new BadInputException($"the gate's worker came to a sudden end while {doing}", "the file may be damaged, or need more memory than `--memory` allows; nothing was written"),
        };
    }

    private static WorkerLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerLine>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
