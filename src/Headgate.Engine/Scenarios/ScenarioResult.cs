namespace Headgate.Engine.Scenarios;

/// <summary>What a story came to.</summary>
/// <param name="Told">What was done, act by act.</param>
/// <param name="Outcomes">What was expected and found, in order of the file.</param>
/// <param name="Board">The rows of the board; nothing where the story draws none.</param>
/// <param name="Gates">The gates, whose names head the board's columns.</param>
/// <param name="Statements">How many statements the ledger held in the end.</param>
public sealed record ScenarioResult(
    Scenario Scenario, IReadOnlyList<ToldAct> Told, IReadOnlyList<Outcome> Outcomes, IReadOnlyList<BoardRow> Board, IReadOnlyList<GatePhase> Gates, long Statements, TimeSpan Took)
{
    public bool Holds => Outcomes.All(outcome => outcome.Holds);

    public IEnumerable<Outcome> Problems => Outcomes.Where(outcome => !outcome.Holds);
}

/// <summary>Something that was done in a story.</summary>
/// <param name="Act">In a word or two.</param>
/// <param name="Detail">What came of it; empty where there is nothing to tell.</param>
public sealed record ToldAct(int Line, Instant At, IReadOnlyList<string> Events, string Act, string What, string Detail);

/// <summary>What was expected at a line of the story, and what was found.</summary>
/// <param name="Expected">Such as <c>gwen-2019: granted:elsewhere</c>.</param>
public sealed record Outcome(int Line, Instant At, string Expected, string Found, bool Holds);

/// <summary>A gate run of the story.</summary>
public sealed record GatePhase(string Name, Instant At, long Input, long Kept, IReadOnlyDictionary<string, long> ByReason);

/// <summary>A region on the board: what the reference says of the post of the typical person there.</summary>
/// <param name="Region">As alpha-2 code.</param>
/// <param name="Post">The post's name; empty where there is only one.</param>
/// <param name="Cells">One a gate; null where the post was not there yet.</param>
/// <param name="Spans">The whole time of the story, cut wherever something changes.</param>
public sealed record BoardRow(string Region, string Post, IReadOnlyList<BoardCell?> Cells, IReadOnlyList<BoardSpan> Spans)
{
    /// <summary>The row's name, such as <c>GB</c> or <c>DE later</c>.</summary>
    public string Name => Post.Length == 0 ? Region : $"{Region} {Post}";
}

/// <summary>A state, and the reason that it was read from.</summary>
public sealed record BoardCell(UseState State, string Reason);

/// <summary>A state that lasts.</summary>
/// <param name="Cell">Null where the post was not there yet.</param>
public sealed record BoardSpan(Instant From, Instant To, BoardCell? Cell);
