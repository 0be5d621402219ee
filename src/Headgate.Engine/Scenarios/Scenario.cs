namespace Headgate.Engine.Scenarios;

/// <summary>A dated story: what was done, day by day, and what must have followed from it (docs/scenario.md).</summary>
/// <param name="Path">The file; what it names lies beside it.</param>
/// <param name="Purpose">What acts and expectations speak of where they do not say.</param>
/// <param name="Board">The regions that are drawn; null where the story draws none.</param>
/// <param name="Steps">In order of time.</param>
public sealed record Scenario(string Path, string Title, string Purpose, ScenarioBoard? Board, IReadOnlyList<ScenarioStep> Steps)
{
    /// <summary>The folder that policies and notices lie in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    public IEnumerable<(ScenarioStep Step, GateAct Gate)> Gates => Steps.SelectMany(step => step.Acts.OfType<GateAct>().Select(gate => (step, gate)));
}

/// <summary>One moment of a story: acts in their order, then what must hold.</summary>
/// <param name="Events">The ids of the events that it tells of, such as <c>LI-02</c>.</param>
/// <param name="Source">Where it can be read otherwise, or why it was invented; null where <paramref name="Events"/> say all.</param>
/// <param name="Tell">A sentence for people; null where the acts have their own.</param>
public sealed record ScenarioStep(
    int Line, Instant At, IReadOnlyList<string> Events, string? Source, string? Tell, IReadOnlyList<ScenarioAct> Acts, IReadOnlyList<Expectation> Expectations);
