using System.Diagnostics;

namespace Headgate.Stores.Sqlite;

/// <summary>Keeps the published log up with the database: at once for who waits for it, else soon, once for many.</summary>
internal sealed class Publication : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    private readonly Func<Publisher> publisher;
    private readonly Func<Database> rent;
    private readonly Action<Database> giveBack;
    private readonly Lock publishing = new();
    private readonly ManualResetEventSlim ending = new();
    private readonly OwnThread thread;
    private long published = -1;
    private volatile bool asked;
    private TimeSpan pause = Soon;

    public Publication(Func<Publisher> publisher, Func<Database> rent, Action<Database> giveBack)
    {
        (this.publisher, this.rent, this.giveBack) = (publisher, rent, giveBack);
        thread = new("ledger publication", PublishSoon);
    }

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

    /// <summary>Publishes within about a tenth of a second; where publishing takes long itself, within a second.</summary>
    public void Ask()
    {
        if (asked) return;
        asked = true;
        thread.Wake();
    }

    /// <summary>Publishes now what was asked for.</summary>
    public void Dispose()
    {
        ending.Set();
        thread.Dispose();
        ending.Dispose();
    }

    private void PublishSoon()
    {
        if (!asked) return;
        // what is committed meanwhile is published with it, and the disk is left to those who wait for it
        ending.Wait(pause);
        asked = false;
        var begun = Stopwatch.GetTimestamp();
        try
        {
            Ensure(null);
        }
        catch (Exception fault)
        {
            Problem = fault.Message;
        }
        pause = TimeSpan.FromTicks(Math.Clamp(4 * Stopwatch.GetElapsedTime(begun).Ticks, Soon.Ticks, Latest.Ticks));
    }
}
