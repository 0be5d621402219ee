using Headgate.Engine;
using Headgate.Stores;

namespace Headgate.Server.Pages;

/// <summary>What is public in the ledger, read again when it has changed.</summary>
public sealed class PublicFacts(Session session)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock reading = new();
    private Known? known;

    /// <summary>The public acts and the board as of now. The board is at most a minute older, and never older than what changes it.</summary>
    public Known Now()
    {
        var head = session.Store.Head;
        var at = session.MomentOf(null, null).At;
        lock (reading)
        {
            if (known is { } held && held.Changes == head.Changes && IsFresh(held.Board)) return held;
            var acts = known is { } before && before.Size == head.Size ? before.Acts : session.Store.Acts(head.Size);
            // What people choose is recorded all day, and changes nothing of it.
            var board = known is { } last && IsFresh(last.Board) && Ruling(last.Acts) == Ruling(acts) ? last.Board : UseBoard.Of(acts, head.Size, at);
            return known = new(head.Changes, head.Size, at, acts, board, session.Store.Key.Name, head.Size == 0 ? null : session.Store.Checkpoint(head.Size).Root.ToString());
        }

        bool IsFresh(UseBoard board) => at < board.At + Fresh && at >= board.At;
    }

    /// <summary>How many acts there are that a board can depend on.</summary>
    private static int Ruling(IReadOnlyList<Recorded> acts) => acts.Count(act => act.Statement is PolicyPublished or Suspended or Lifted);

    /// <param name="Root">The root of the log in base64; null while nothing is in it.</param>
    public sealed record Known(long Changes, long Size, Instant At, IReadOnlyList<Recorded> Acts, UseBoard Board, string Origin, string? Root)
    {
        public Policy? Policy => Board.Policy;

        public IReadOnlyList<Suspension> Pauses { get; } = Terms.PausesInForce(Acts, Board.Policy, At);

        /// <summary>The act at a position.</summary>
        public T? Act<T>(long position)
            where T : PublicAct => Acts.FirstOrDefault(act => act.Position == position)?.Statement as T;
    }
}
