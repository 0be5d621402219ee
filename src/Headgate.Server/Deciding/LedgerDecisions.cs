using Headgate.Engine;

namespace Headgate.Server;

/// <summary>Decides from the ledger, by way of <see cref="DecisionIndex"/>.</summary>
public sealed class LedgerDecisions(Session session) : IDecisionSource, IDisposable
{
    /// <summary>What is held in memory of the ledger.</summary>
    public DecisionIndex Index { get; } = new(session);

    /// <inheritdoc/>
    public IDecisions Now() => View();

    internal LedgerView View() => new(Index.Now());

    /// <summary>Takes in what was recorded: from here on no decision of this server is made without it.</summary>
    public void Refresh() => Index.Now().Dispose();

    public void Dispose() => Index.Dispose();
}

/// <summary>Not everybody's standing is in memory yet: whoever asks about everybody is told to come back.</summary>
internal sealed class NotReadyException() : Exception("the ledger is still being read");
