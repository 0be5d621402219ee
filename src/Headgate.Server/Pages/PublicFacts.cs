using Headgate.Engine;
using Headgate.Stores;

namespace Headgate.Server.Pages;

/// <summary>What is public in the ledger, read again when it has changed.</summary>
public sealed class PublicFacts(Session session)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock reading = new();
    private Known? known;

    /// <summary>The public acts and the board as of now. The board is at most a minute older.</summary>
    public Known Now()
    {
        var head = session.Store.Head;
        var at = session.MomentOf(null, null).At;
        lock (reading)
        {
            if (known is { } held && held.Changes == head.Changes && at < held.Board.At + Fresh && at >= held.Board.At) return held;
            var acts = known is { } before && before.Size == head.Size ? before.Acts : session.Store.Acts(head.Size);
            return known = new(head.Changes, head.Size, acts, UseBoard.Of(acts, head.Size, at), session.Store.Key.Name, head.Size == 0 ? null : session.Store.Checkpoint(head.Size).Root.ToString());
        }
    }

    /// <param name="Root">The root of the log in base64; null while nothing is in it.</param>
    public sealed record Known(long Changes, long Size, IReadOnlyList<Recorded> Acts, UseBoard Board, string Origin, string? Root)
    {
        public Instant At => Board.At;

        public Policy? Policy => Board.Policy;

        public IReadOnlyList<Suspension> Pauses { get; } = Terms.PausesInForce(Acts, Board.Policy, Board.At);

        /// <summary>The act at a position.</summary>
        public T? Act<T>(long position)
            where T : PublicAct => Acts.FirstOrDefault(act => act.Position == position)?.Statement as T;
    }
}
