namespace Headgate.Stores.Sqlite;

/// <summary>Keeps the published log up with the database: at once for who waits for it, else soon, once for many.</summary>
internal sealed class Publication(LedgerFolder folder, Func<Publisher> publisher, Func<Database> rent, Action<Database> giveBack) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private readonly Lock publishing = new();
    private long published = -1;
    private readonly CancellationTokenSource ending = new();
    private int asked;
    private Task running = Task.CompletedTask;

    /// <summary>Why the published files lag behind the database; null where they do not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Publishes all there is, unless that much is published already.</summary>
    /// <param name="size">How many statements must be; null for all.</param>
    public void Ensure(long? size, bool opening = false)
    {
        lock (publishing)
        {
            if (size <= published && Problem is null) return;
            var database = rent();
            try
            {
                published = publisher().Publish(database, compare: opening);
                Problem = null;
                Writer.Checkpoint(folder, database);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException || (fault is LedgerDamageException or LedgerRefusalException && !opening))
            {
                // what is committed stays so, whether or not its files can be written now
                Problem = fault.Message;
            }
            finally
            {
                giveBack(database);
            }
        }
    }

    /// <summary>Publishes within about a tenth of a second.</summary>
    public void Ask()
    {
        if (Interlocked.Exchange(ref asked, 1) == 1) return;
        running = Task.Run(async () =>
        {
            // what is committed meanwhile is published with it, and the disk is left to those who wait for it
            await Task.Delay(Soon, ending.Token).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            Volatile.Write(ref asked, 0);
            Ensure(null);
        });
    }

    /// <summary>Publishes now what was asked for.</summary>
    public void Dispose()
    {
        ending.Cancel();
        running.Wait();
        lock (publishing) ending.Dispose();
    }
}
