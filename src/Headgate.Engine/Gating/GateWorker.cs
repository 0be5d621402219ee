using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>The process that reads content for a gate run. A malformed file can bring it down, and nothing else.</summary>
/// <remarks>It speaks in JSON lines on standard output: progress, and at the end what went wrong, if anything did. It ends when its standard input does: with whoever started it.</remarks>
public static class GateWorker
{
    /// <summary>The hidden command by which the CLI starts itself as a worker.</summary>
    public const string Command = "gate-worker";

    internal const string BadInput = "bad-input";
    internal const string Fault = "fault";

    /// <param name="folder">The folder of a <see cref="GateJob"/>.</param>
    public static int Run(string folder, TextReader input, TextWriter output)
    {
        using var orphaned = new CancellationTokenSource();
        var watch = new Thread(() =>
        {
            input.ReadLine();
            orphaned.Cancel();
            Thread.Sleep(TimeSpan.FromSeconds(5));
            Environment.Exit(1);
        })
        { IsBackground = true };
        watch.Start();
        try
        {
            GateJob.WriteResult(folder, Run(folder, progress => Say(output, new(progress, null, null, null)), orphaned.Token));
            return 0;
        }
        catch (BadInputException error)
        {
            Say(output, new(null, BadInput, error.Message, error.Help));
            return 2;
        }
        catch (TableTooLargeException error)
        {
            Say(output, new(null, BadInput, error.Message, error.Help));
            return 2;
        }
        catch (OutOfMemoryException)
        {
            Say(output, new(null, BadInput, "the content needs more memory than the gate may take", "give it more, such as `--memory 8GB`, or gate the content in parts; nothing was written"));
            return 2;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say(output, new(null, BadInput, $"the gate cannot write: {error.Message.TrimEnd('.')}", "check the space left and who may write at `--out` and `--temp`; nothing was written"));
            return 2;
        }
        catch (Exception error)
        {
            Say(output, new(null, Fault, error.ToString(), null));
            return 1;
        }
    }

    /// <summary>Does the job in this process.</summary>
    public static GateResult Run(string folder, Action<GateProgress> report, CancellationToken cancellation)
    {
        var job = GateJob.Read(folder);
        var terms = Terms.Read(GateJob.ReadActs(folder), job.Purpose, Instant.FromMicroseconds(job.At));
        var map = job.MapPath is { } path ? ContentMap.Read(File.ReadAllText(path), path) : ContentMap.Default;
        var request = new GateRequest(
            terms, job.Content, job.Sources, map, job.Snapshot, job.Out, job.Format, job.VerdictsOnly, job.WithSubjects, job.Bounds)
        { Edges = job.Edges, Shape = job.Shape, Parts = job.Parts };
        return job.Comparison is { } comparison ? RecheckRun.Run(request, comparison, report, cancellation) : GateRun.Run(request, report, cancellation);
    }

    private static void Say(TextWriter output, WorkerLine line)
    {
        lock (output)
        {
            output.WriteLine(JsonSerializer.Serialize(line));
            output.Flush();
        }
    }
}

/// <summary>A line of what a worker says.</summary>
internal sealed record WorkerLine(GateProgress? Progress, string? Failed, string? Message, string? Help);
