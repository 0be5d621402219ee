using System.Collections.Concurrent;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;
using Headgate.Suggest.Training;

namespace Headgate.Suggest;

/// <summary>Trains a model on a stream of records that may be learnt from. Whether they may is decided before.</summary>
public static class PhraseTraining
{
    private const int BatchRecords = 1024;

    /// <param name="folder">An existing empty folder, in which the model is made.</param>
    /// <param name="work">A folder for what is found on the way. A run that was killed is taken up where it was, if the same one is given again for the same records, names and options; it holds all words that are kept, in the order in which they were written, and so is to be removed afterwards.</param>
    /// <exception cref="OperationCanceledException">The training was stopped; what lies in the folder is no model.</exception>
    /// <exception cref="ArgumentException">An option makes no sense, or a record names nobody.</exception>
    public static ModelCounts Train(
        IEnumerable<TrainingRecord> records, KnownNames names, TrainingOptions options, string folder, string work, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        if (options.People < 1 || options.Order is < 2 or > 8 || options.Threads < 1) throw new ArgumentException("a model needs at least one person a wording, and wordings of two to eight words", nameof(options));
        Directory.CreateDirectory(work);
        if (CorpusFile.Read(work) is not { } corpus)
        {
            corpus = Corpus.Of(Read(records, names, options.Threads, report, cancellation), cancellation);
            corpus.KeepWords(options.People, cancellation);
            CorpusFile.Write(work, corpus);
        }
        var structure = Counting.Count(corpus, options, work, report, cancellation);
        report(new("writing", corpus.Tokens.Length, corpus.Tokens.Length));
        return Finishing.Finish(work, structure, corpus.Bundles, options.People, new HashSet<string>(), folder, options.Threads, cancellation);
    }

    private static ReadPart[] Read(IEnumerable<TrainingRecord> records, KnownNames names, int threads, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        var parts = Enumerable.Range(0, threads).Select(_ => new ReadPart(names)).ToArray();
        using var batches = new BlockingCollection<TrainingRecord[]>(threads * 4);
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var readers = parts.Select(part => Task.Factory.StartNew(
            () =>
            {
                try
                {
                    foreach (var batch in batches.GetConsumingEnumerable(failing.Token))
                        foreach (var record in batch)
                            part.Add(record);
                }
                catch
                {
                    failing.Cancel();
                    throw;
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            foreach (var batch in records.Chunk(BatchRecords))
            {
                batches.Add(batch, failing.Token);
                report(new("reading", parts.Sum(part => part.WordCount), null));
            }
            batches.CompleteAdding();
            Task.WaitAll(readers, CancellationToken.None);
        }
        catch (Exception fault)
        {
            failing.Cancel();
            var inner = Wait(readers);
            cancellation.ThrowIfCancellationRequested();
            if (fault is OperationCanceledException or AggregateException && inner is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
        return parts;
    }

    /// <summary>Waits for the readers to end, and answers with what one of them stumbled over.</summary>
    private static Exception? Wait(Task[] readers)
    {
        try
        {
            Task.WaitAll(readers);
            return null;
        }
        catch (AggregateException faults)
        {
            return faults.Flatten().InnerExceptions.FirstOrDefault(fault => fault is not OperationCanceledException);
        }
    }
}
