namespace Headgate.Engine;

/// <summary>Keeps a permit while something is trained under it: renews its lease in time, and stops the training as soon as the ledger says that it ended.</summary>
internal sealed class HeldPermit : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly Session session;
    private readonly long permit;
    private readonly Func<Session, PermitActs> acts;
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource done = new();
    private readonly Task[] tasks;
    private volatile string? ended;

    public HeldPermit(Session session, PermitState state, Func<Session, PermitActs> acts, CancellationToken cancellation)
    {
        (this.session, permit, this.acts) = (session, state.Permit.Position, acts);
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        tasks = [Task.Run(Looking, CancellationToken.None), Task.Run(() => Renewing(state), CancellationToken.None)];
    }

    /// <summary>Cancelled when training has to stop.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Why it has to stop; null where it has not, or somebody interrupted it.</summary>
    public string? Ended => ended;

    public void Dispose()
    {
        done.Cancel();
        Task.WaitAll(tasks);
        done.Dispose();
        stop.Dispose();
    }

    /// <summary>Looks whether anything new was recorded, which costs next to nothing, and whether it ended the permit.</summary>
    private async Task Looking()
    {
        try
        {
            using var own = session.Again();
            for (var seen = -1L; ; await Task.Delay(Look, done.Token).ConfigureAwait(false))
            {
                var head = own.Store.Head.Size;
                if (head == seen) continue;
                seen = head;
                if (PermitState.Find(own, permit) is { Permit.EndReason: null }) continue;
                Stop(PermitState.Find(own, permit)?.Permit.EndReason ?? "unknown");
                return;
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception fault)
        {
            // What cannot be known does not go on.
            Stop($"the ledger cannot be read: {fault.Message}");
        }
    }

    private async Task Renewing(PermitState state)
    {
        try
        {
            using var own = session.Again();
            while (state.Until is { } until)
            {
                var left = until.ToDateTimeOffset() - own.Now.ToDateTimeOffset();
                if (left <= state.Permit.Given.Lease / 2) state = acts(own).Renew(permit, done.Token);
                else await Task.Delay(Look, done.Token).ConfigureAwait(false);
            }
            Stop("expired");
        }
        catch (OperationCanceledException)
        {
        }
        catch (RefusedException refused)
        {
            Stop(refused.Message);
        }
        catch (Exception fault)
        {
            Stop($"the lease cannot be renewed: {fault.Message}");
        }
    }

    private void Stop(string reason)
    {
        ended ??= reason;
        stop.Cancel();
    }
}
