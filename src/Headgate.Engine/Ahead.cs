using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Headgate.Engine;

/// <summary>Reads a sequence on a thread of its own, a little ahead of whoever takes it.</summary>
internal static class Ahead
{
    private const int AtOnce = 1024;
    private const int MostAhead = 8;

    /// <summary>The same, in the same order. What the sequence throws is thrown in its place.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source)
    {
        using var read = new BlockingCollection<T[]>(MostAhead);
        using var stop = new CancellationTokenSource();
        ExceptionDispatchInfo? fault = null;
        var reading = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    foreach (var some in source.Chunk(AtOnce)) read.Add(some, stop.Token);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    // whoever took it has enough
                }
                catch (Exception thrown)
                {
                    fault = ExceptionDispatchInfo.Capture(thrown);
                }
                finally
                {
                    read.CompleteAdding();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var some in read.GetConsumingEnumerable())
                foreach (var one in some) yield return one;
            fault?.Throw();
        }
        finally
        {
            stop.Cancel();
            reading.Wait(CancellationToken.None);
        }
    }
}
