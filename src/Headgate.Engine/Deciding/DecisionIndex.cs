using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Decides from memory what the ledger says now: everybody's standing, and a compiled table a purpose (house.md, How a decision becomes fast).</summary>
/// <remarks>
/// Before anything is decided the ledger's head is compared with what is held, so that what another process records holds at the next decision; whoever something was stated about is then folded again.
/// Until standings and tables are there, at the start and after much has changed, the reference evaluator answers from the ledger: later, never otherwise.
/// </remarks>
public sealed class DecisionIndex : IDisposable
{
    /// <summary>With more statements at once, all are read anew beside the work.</summary>
    private const int MostChanged = 25_000;

    private readonly Session session;
    private readonly ReaderWriterLockSlim access = new();
    private readonly Lock moving = new();
    private readonly Lock starting = new();
    private readonly CancellationTokenSource ending = new();
    private readonly HashSet<SubjectId> erasing = [];
    private Task loading = Task.CompletedTask;
    private Task compiling = Task.CompletedTask;
    private Known known;
    private StandingIndex? standings;
    private bool isOver;

    /// <summary>Begins to read the ledger, and can be asked at once.</summary>
    public DecisionIndex(Session session)
    {
        this.session = session;
        known = Known.Read(session.Store, session.Store.Head);
        Load();
    }

    /// <summary>Ends when everybody's standing is in memory. Fails where the ledger cannot be read.</summary>
    public Task Loaded
    {
        get
        {
            lock (starting) return loading;
        }
    }

    /// <summary>The memory that standings take, in bytes; 0 until they are there.</summary>
    public long Bytes => standings?.Bytes ?? 0;

    /// <summary>What the ledger says now. Whoever has it holds up everything that is recorded from being decided on, and disposes of it on the same thread.</summary>
    public DecisionView Now()
    {
        var head = session.Store.Head;
        if (Volatile.Read(ref known).Head.Changes != head.Changes) Move(head);
        access.EnterReadLock();
        try
        {
            var now = session.Now;
            return new(this, session.Store, known, standings, known.Head.LastRecordedAt is { } last ? Instant.Later(last, now) : now);
        }
        catch
        {
            access.ExitReadLock();
            throw;
        }
    }

    /// <summary>Ends when standings and the tables that were asked for are there.</summary>
    public async Task SettleAsync()
    {
        await Loaded;
        for (Task? last = null, next = Compiling; last != next; (last, next) = (next, Compiling)) await next;
    }

    /// <summary>Says that somebody is about to be erased here, so that nobody else must be read again for it. Dispose of it when that is done.</summary>
    public IDisposable Erase(SubjectId subject)
    {
        lock (moving) erasing.Add(subject);
        return new Erasing(this, subject);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isOver, true)) return;
        ending.Cancel();
        try
        {
            Task.WaitAll(Loaded, Compiling);
        }
        catch (AggregateException)
        {
            // Whoever asked has heard of it.
        }
        ending.Dispose();
        access.Dispose();
    }

    internal void Leave() => access.ExitReadLock();

    /// <summary>Has the table of a purpose compiled beside the work.</summary>
    internal void Want(Known asked, string purpose)
    {
        if (standings is null || !asked.Wanted.TryAdd(purpose, true)) return;
        lock (starting) compiling = compiling.ContinueWith(_ => Compile(purpose), ending.Token, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private Task Compiling
    {
        get
        {
            lock (starting) return compiling;
        }
    }

    private void Move(LedgerHead head)
    {
        lock (moving)
        {
            var before = known;
            if (before.Head.Changes >= head.Changes) return;
            var isMuch = head.Size - before.Head.Size > MostChanged;
            var next = isMuch ? null : before.At(session.Store, head);
            next ??= Known.Read(session.Store, head);
            var isLost = standings is null || isMuch;
            var changed = isLost ? [] : Folded(before.Head, head);
            // An erasure by another process does not say of whom.
            isLost |= head.Erasures - before.Head.Erasures != Gone(changed);
            var wasLoading = standings is null && !Loaded.IsFaulted;
            access.EnterWriteLock();
            try
            {
                if (isLost) (standings, next) = (null, next with { Compiled = [] });
                else foreach (var (subject, standing) in changed) standings!.Set(subject, standing);
                foreach (var compiled in next.Compiled) compiled.BringForward();
                Volatile.Write(ref known, next);
            }
            finally
            {
                access.ExitWriteLock();
            }
            if (isLost && !wasLoading) Load();
            else if (!isLost) foreach (var stale in before.Compiled.Where(compiled => !next.Compiled.Contains(compiled))) Want(next, stale.Terms.Purpose.Name);
        }
    }

    /// <summary>How many of those who are being erased here were known until now, and are no longer.</summary>
    private int Gone(IReadOnlyList<(SubjectId Subject, Standing? Standing)> changed) =>
        standings is { } held ? changed.Count(one => one.Standing is null && erasing.Contains(one.Subject) && held.Find(one.Subject) is var number and not SubjectIds.None && held.Of(number).IsKnown) : 0;

    /// <summary>The standings of all of whom something was stated, or who were erased, since a head.</summary>
    private List<(SubjectId, Standing?)> Folded(LedgerHead since, LedgerHead head)
    {
        IEnumerable<SubjectId> changed = session.Store.SubjectsWithin(since.Size, head.Size);
        if (head.Erasures != since.Erasures) changed = changed.Concat(erasing).Distinct();
        return [.. changed.Select(subject => (subject, StandingFold.At(session.Store.Of(subject, head.Size), Instant.MaxValue)))];
    }

    private void Load()
    {
        lock (starting) loading = loading.ContinueWith(_ => ReadAll(), ending.Token, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void ReadAll()
    {
        while (true)
        {
            var head = session.Store.Head;
            var loaded = StandingLoading.Load(session.Store, head.Size, ending.Token);
            while (session.Store.Head is var meanwhile && meanwhile.Size - head.Size > MostChanged && meanwhile.Erasures == head.Erasures)
            {
                foreach (var (subject, standing) in Folded(head, meanwhile)) loaded.Set(subject, standing);
                head = meanwhile;
            }
            if (Take(loaded, head)) return;
        }
    }

    /// <summary>Takes what was loaded as of a head, with what came since.</summary>
    /// <returns>False where somebody was erased meanwhile, so that nobody knows whom it still holds.</returns>
    private bool Take(StandingIndex loaded, LedgerHead since)
    {
        lock (moving)
        {
            Move(session.Store.Head);
            var head = known.Head;
            if (head.Erasures != since.Erasures) return false;
            var changed = Folded(since, head);
            access.EnterWriteLock();
            try
            {
                foreach (var (subject, standing) in changed) loaded.Set(subject, standing);
                standings = loaded;
                Volatile.Write(ref known, known with { Compiled = [] });
            }
            finally
            {
                access.ExitWriteLock();
            }
            var at = session.Now;
            foreach (var purpose in Terms.PolicyInForce(known.Acts, known.Head.LastRecordedAt is { } last ? Instant.Later(last, at) : at)?.Purposes.Keys ?? []) Want(known, purpose);
            return true;
        }
    }

    private void Compile(string purpose)
    {
        var (of, index) = (Volatile.Read(ref known), standings);
        var now = session.Now;
        if (index is null || of.TermsOf(purpose, of.Head.LastRecordedAt is { } last ? Instant.Later(last, now) : now) is not { Terms: { Policy: not null } terms })
        {
            of.Wanted.TryRemove(purpose, out _);
            return;
        }
        CompiledTerms compiled;
        try
        {
            compiled = new(terms, index);
        }
        catch (TableTooLargeException)
        {
            // It stays among those that are wanted: the reference answers.
            return;
        }
        lock (moving)
        {
            access.EnterWriteLock();
            try
            {
                // Something was published, paused or lifted, or all was read anew meanwhile: whoever asks next wants it again.
                if (standings != index || !ReferenceEquals(known.Acts, of.Acts)) return;
                compiled.BringForward();
                Volatile.Write(ref known, known with { Compiled = [.. known.Compiled.Where(other => other.Terms.Purpose.Name != purpose), compiled] });
                known.Wanted.TryRemove(purpose, out _);
            }
            finally
            {
                access.ExitWriteLock();
            }
        }
    }

    private sealed class Erasing(DecisionIndex index, SubjectId subject) : IDisposable
    {
        public void Dispose()
        {
            index.Move(index.session.Store.Head);
            lock (index.moving) index.erasing.Remove(subject);
        }
    }
}
