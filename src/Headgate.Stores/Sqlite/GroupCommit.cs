using System.Collections.Concurrent;

namespace Headgate.Stores.Sqlite;

/// <summary>Lets all who append at about the same time share one transaction, and so one wait for the disk.</summary>
/// <remarks>
/// Only statements that were decided on beforehand share: who reads the ledger to decide has a transaction alone (<see cref="Writer.Transaction{T}"/>).
/// The transactions have a thread of their own: those that the process shares are needed by whoever was waiting, and would be held by this one.
/// </remarks>
internal sealed class GroupCommit : IDisposable
{
    private const int MostStatements = 16_384;

    private readonly Writer writer;
    private readonly Action<LedgerHead> seen;
    private readonly ConcurrentQueue<Waiting> queue = new();
    private readonly OwnThread thread;

    /// <param name="seen">Is told the head before anything is written.</param>
    public GroupCommit(Writer writer, Action<LedgerHead> seen)
    {
        (this.writer, this.seen) = (writer, seen);
        thread = new("ledger appends", CommitAll);
    }

    /// <summary>Records some statements as one: at once or not at all.</summary>
    public Task<Appended> Append(IReadOnlyList<NewStatement> statements, Instant now, Instant? recordedAt, ImportMark? mark)
    {
        var waiting = new Waiting(statements, now, recordedAt, mark);
        queue.Enqueue(waiting);
        thread.Wake();
        return waiting.Done.Task;
    }

    /// <summary>Ends once all who wait have been served.</summary>
    public void Dispose() => thread.Dispose();

    private void CommitAll()
    {
        while (!queue.IsEmpty) Commit();
    }

    private void Commit()
    {
        var group = new List<Waiting>();
        try
        {
            writer.Transaction((head, batch) =>
            {
                seen(head);
                var last = head.LastRecordedAt;
                while (batch.Count < MostStatements && queue.TryDequeue(out var waiting))
                {
                    group.Add(waiting);
                    Add(waiting, batch, ref last);
                }
                return 0;
            });
        }
        catch (Exception fault)
        {
            if (group.Count == 0) while (queue.TryDequeue(out var waiting)) group.Add(waiting);
            foreach (var waiting in group) waiting.Done.TrySetException(waiting.Refused ?? fault);
            return;
        }
        foreach (var waiting in group)
        {
            if (waiting.Refused is { } refused) waiting.Done.SetException(refused);
            else waiting.Done.SetResult(waiting.Appended!);
        }
    }

    /// <summary>Sees that all of it can be recorded before any of it is.</summary>
    private void Add(Waiting waiting, Batch batch, ref Instant? last)
    {
        Instant recorded;
        try
        {
            recorded = RecordingTime.Of(last, waiting.Now, waiting.RecordedAt);
            batch.Begin(recorded);
            batch.Check(waiting.Statements);
        }
        catch (Exception refused) when (refused is LedgerRefusalException or ArgumentException)
        {
            waiting.Refused = refused;
            return;
        }
        var first = batch.AddSeen(waiting.Statements);
        waiting.Appended = new(first, waiting.Statements.Count, recorded);
        if (waiting.Mark is { } mark) Imports.Store(writer.Database, mark with { First = mark.Recorded == waiting.Statements.Count ? first : mark.First, RecordedAt = recorded });
        if (waiting.Statements.Count > 0) last = recorded;
    }

    private sealed record Waiting(IReadOnlyList<NewStatement> Statements, Instant Now, Instant? RecordedAt, ImportMark? Mark)
    {
        public TaskCompletionSource<Appended> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Refused { get; set; }

        public Appended? Appended { get; set; }
    }
}
