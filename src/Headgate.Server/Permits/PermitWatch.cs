using System.Runtime.CompilerServices;
using Headgate.Engine;
using Microsoft.Extensions.Hosting;

namespace Headgate.Server;

/// <summary>Watches the ledger's head for whoever waits to hear that a permit is over, whatever process ended it.</summary>
internal sealed class PermitWatch(Session session, IHostApplicationLifetime life, TimeProvider clock)
{
    /// <summary>How often the head is looked at: one row is read.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    /// <summary>How often whoever waits hears that nothing happened, so that a connection that is dead is noticed.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>The state of a permit, again whenever it changes, and now and then; ends with the permit.</summary>
    public async IAsyncEnumerable<PermitState> StatesOf(long id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
        using var timer = new PeriodicTimer(Often, clock);
        var (changes, said) = (-1L, (PermitState?)null);
        var lastSaid = clock.GetTimestamp();
        do
        {
            var seen = session.Store.Head.Changes;
            var over = said?.Until is { } until && session.MomentOf(null, null).At >= until;
            var silent = clock.GetElapsedTime(lastSaid) >= Heartbeat;
            if (seen == changes && !over && !silent) continue;
            changes = seen;
            var state = PermitState.Find(session, id)!;
            if (state == said && !silent) continue;
            (said, lastSaid) = (state, clock.GetTimestamp());
            yield return state;
            if (!state.IsActive) yield break;
        }
        while (await Next(timer, either.Token));
    }

    private static async ValueTask<bool> Next(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
