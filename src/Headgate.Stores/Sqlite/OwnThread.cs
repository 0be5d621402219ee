namespace Headgate.Stores.Sqlite;

/// <summary>A thread of its own for work that comes now and then. It begins with the first of it.</summary>
/// <param name="work">Does what there is to do. Whatever comes meanwhile is done by another call.</param>
internal sealed class OwnThread(string name, Action work) : IDisposable
{
    private readonly ManualResetEventSlim woken = new();
    private readonly Lock beginning = new();
    private Thread? thread;
    private volatile bool ending;

    /// <summary>Has the work done soon. Costs next to nothing while it is at work.</summary>
    public void Wake()
    {
        woken.Set();
        if (Volatile.Read(ref thread) is not null) return;
        lock (beginning)
        {
            if (thread is not null || ending) return;
            var begun = new Thread(Run) { IsBackground = true, Name = name };
            begun.Start();
            Volatile.Write(ref thread, begun);
        }
    }

    /// <summary>Waits until what was asked for is done.</summary>
    public void Dispose()
    {
        lock (beginning) ending = true;
        woken.Set();
        thread?.Join();
        woken.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            woken.Wait();
            var last = ending;
            woken.Reset();
            work();
            if (last) return;
        }
    }
}
