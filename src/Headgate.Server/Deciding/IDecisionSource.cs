namespace Headgate.Server;

/// <summary>Answers questions of the AuthZEN edge. The seam exists so that the standard's own cases, which speak of alice, bob and archived records, can be put to the same edge.</summary>
public interface IDecisionSource
{
    /// <summary>What is known now. Everything that one request asks is asked of one of these, so that a batch and single questions cannot differ.</summary>
    IDecisions Now();
}

/// <summary>What was known at a moment, and what it decides. Dispose of it on the thread that it was made on: until then nothing that is recorded is decided on.</summary>
public interface IDecisions : IDisposable
{
    Decision Decide(Question question);

    /// <summary>The ids of everybody of a type, in an order that stays; read as they are asked for.</summary>
    /// <param name="after">The one that was seen last; null to begin.</param>
    IEnumerable<string> Subjects(string type, string? after);

    /// <summary>Every known resource of a type, in an order that stays.</summary>
    IEnumerable<Entity> Resources(string type);

    /// <summary>The names of every action, in an order that stays.</summary>
    IEnumerable<string> Actions { get; }
}

/// <summary>An answer.</summary>
/// <param name="Reason">In the words of semantics.md; null where the source gives none.</param>
/// <param name="Because">What the rule behind it says.</param>
/// <param name="Cites">What that rests on.</param>
public sealed record Decision(bool Allows, string? Reason = null, string? Because = null, IReadOnlyList<string>? Cites = null);
