using Headgate.Engine.Scenarios;

namespace Headgate.Engine.Demo;

/// <summary>The story of LinkedIn that the demo lives through (<c>samples/stories/linkedin/story.yaml</c>), and what the sample network takes from it.</summary>
public static class LinkedInTimeline
{
    /// <summary>The name of the story among <see cref="DemoResources.Policy"/>.</summary>
    public const string StoryName = "story.yaml";

    public static Scenario Story { get; } = ScenarioFile.Parse(DemoResources.Policy(StoryName), StoryName);

    /// <summary>The purpose for which the demo gates.</summary>
    public static string Purpose => Story.Purpose;

    /// <summary>When the platform's people are recorded, before anything happens.</summary>
    public static Instant Start => Story.Steps[0].At;

    /// <summary>When the notice of 2025 went out: with its window of 46 days it opens 2025-11-03, to the second.</summary>
    public static Instant FirstMail { get; } = Mail(isBounce: false, 0).Step.At;

    /// <summary>When some of it came back.</summary>
    public static Instant Returned { get; } = Mail(isBounce: true, 0).Step.At;

    /// <summary>When it went to those whom the first mail had missed.</summary>
    public static Instant SecondMail { get; } = Mail(isBounce: false, 1).Step.At;

    /// <summary>The notice of 2025.</summary>
    public static NoticeVersion Notice { get; } = new(Mail(isBounce: false, 0).Act.Notice, 1);

    /// <summary>The regions whose people were told in 2025 (LI-04), as alpha-2 codes.</summary>
    public static IReadOnlySet<string> Told { get; } = Mail(isBounce: false, 0).Act.To.Regions;

    /// <summary>The gates, in order.</summary>
    public static IReadOnlyList<TimelineGate> Gates { get; } = [.. Story.Gates.Select(gate => new TimelineGate(gate.Gate.Name, gate.Step.At))];

    /// <summary>What must come out, by region, gate by gate.</summary>
    /// <remarks>
    /// For an active adult of that region alone, born on a known day, who chose nothing and was reached by the first mail if their region was told;
    /// and for their own public post of 2019, without label, signal or source.
    /// </remarks>
    public static IReadOnlyDictionary<string, IReadOnlyList<UseState>> Expected { get; } =
        Story.Board!.Expected.ToDictionary(row => row.Region, IReadOnlyList<UseState> (row) => [.. row.States.OfType<UseState>()], StringComparer.Ordinal);

    private static (ScenarioStep Step, NoticeAct Act) Mail(bool isBounce, int number) =>
        Story.Steps.SelectMany(step => step.Acts.OfType<NoticeAct>().Where(act => act.IsBounce == isBounce).Select(act => (step, act))).ElementAt(number);
}

/// <summary>A date at which the demo gates text and photos created until then.</summary>
/// <param name="Name">The date, as the boards head their columns.</param>
public sealed record TimelineGate(string Name, Instant At);
