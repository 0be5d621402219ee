namespace Headgate.Engine.Demo;

/// <summary>What LinkedIn and its regulators did from 2024-09-18 to 2025-11-07, as acts in order, and what must follow from them region by region.</summary>
/// <remarks>Events LI-01 to LI-09 are those of <c>facts/timelines.json</c>. The mail that came back and the second mail are invented, so that somebody is late.</remarks>
public static class LinkedInTimeline
{
    /// <summary>The purpose for which the demo gates.</summary>
    public const string Purpose = "train-generative-ai";

    private const string UnitedKingdom = "the pause for the United Kingdom";
    private const string HongKong = "the pause for Hong Kong";

    private static readonly TimeSpan Window = TimeSpan.FromDays(46);

    /// <summary>When the platform's people are recorded, before anything happens.</summary>
    public static Instant Start { get; } = Noon(2024, 9, 17);

    /// <summary>When the notice of 2025 went out: with its window of 46 days it opens 2025-11-03, to the second.</summary>
    public static Instant FirstMail { get; } = Midnight(2025, 9, 18);

    /// <summary>When some of it came back.</summary>
    public static Instant Returned { get; } = Midnight(2025, 9, 19) + TimeSpan.FromHours(6);

    /// <summary>When it went to those whom the first mail had missed.</summary>
    public static Instant SecondMail { get; } = Midnight(2025, 10, 6);

    /// <summary>The notice of 2025.</summary>
    public static NoticeVersion Notice { get; } = new("gen-ai-2025", 1);

    /// <summary>The regions whose people were told in 2025 (LI-04), as alpha-2 codes.</summary>
    public static IReadOnlyList<string> Told { get; } = [.. BuiltInGroups.Find("EEA")!, "CH", "GB", "CA", "HK"];

    /// <summary>Everything in order of time.</summary>
    public static IReadOnlyList<LinkedInStep> Steps { get; } =
    [
        new PublishStep(Midnight(2024, 9, 18), "LI-01", "Training is found switched on by default everywhere but in the EU, the EEA and Switzerland; nobody was told first.", "2024-09-18.yaml",
            new Override("started without notice or window, as LinkedIn did on 2024-09-18; shown here as the mistake it was", "the demo")),
        new GateStep(Noon(2024, 9, 18), "The day it became known.", "2024-09-18"),
        new ConcernStep(Midnight(2024, 9, 20), "LI-02", "The ICO had raised concerns; LinkedIn confirms that it has suspended training on UK members' data.", "ICO", "ICO statement of 2024-09-20"),
        new SuspendStep(Midnight(2024, 9, 20), "LI-02", "Training is paused in the United Kingdom, pending further engagement with the ICO.", UnitedKingdom, Purpose, ["GB"], "ICO", "ICO statement of 2024-09-20"),
        new GateStep(Noon(2024, 9, 20), "The United Kingdom is paused.", "2024-09-20"),
        new SuspendStep(Midnight(2024, 10, 11), null, "Training is paused in Hong Kong while the Privacy Commissioner's concerns are addressed.", HongKong, Purpose, ["HK"], "PCPD", "PCPD media statement of 2024-10-15"),
        new NoteStep(Midnight(2025, 3, 31), "LI-03", "In March 2025 LinkedIn informs the Irish DPC of its plan."),
        new PublishStep(FirstMail, "LI-04", "LinkedIn announces training from 2025-11-03 in the EU, the EEA, Switzerland, the United Kingdom, Canada and Hong Kong, on legitimate interests.", "2025-09-18.yaml", null),
        new ServeStep(FirstMail, "LI-04", "Members there are told, and have 46 days to object.", Notice),
        new LiftStep(FirstMail, "LI-04", "Hong Kong resumes for whoever was told, when their 46 days are over.", HongKong, Notice, Window),
        new GateStep(Noon(2025, 9, 18), "Announced, and nothing of those who were told may be used yet.", "2025-09-18"),
        new BounceStep(Returned, null, "Some of the notices come back.", Notice),
        new ConcernStep(Midnight(2025, 9, 23), "LI-05", "The ICO notes better transparency, a simpler opt-out and a longer window; it gives no approval and goes on watching.", "ICO", "ICO statement, update of 2025-09-23"),
        new LiftStep(Midnight(2025, 9, 23), "LI-05", "The United Kingdom resumes for whoever was told, when their 46 days are over.", UnitedKingdom, Notice, Window),
        new GateStep(Noon(2025, 9, 23), "The pause is lifted after notice; the window is still open.", "2025-09-23"),
        new NoteStep(Midnight(2025, 9, 24), "LI-06", "The Dutch authority warns that data since 2003 is used, and asks members to object before 3 November."),
        new ServeStep(SecondMail, null, "A second mail goes to those whom the first had missed; their 46 days begin now.", Notice),
        new NoteStep(Midnight(2025, 10, 31), "LI-07", "In October 2025 the Italian authority says: whoever objects before 3 November is left out entirely; people without an account may object too."),
        new GateStep(Midnight(2025, 11, 3) + TimeSpan.FromSeconds(-1), "The last second of the window.", "2025-11-02"),
        new NoteStep(Midnight(2025, 11, 3), "LI-08", "Processing starts."),
        new GateStep(Noon(2025, 11, 3), "The window is over.", "2025-11-03"),
        new CommitmentStep(Midnight(2025, 11, 7), "LI-09", "LinkedIn has narrowed data and period, keeps out under-18s and filters sensitive groups; it owes the DPC a report. The DPC has not approved.", "DPC", new(2026, 4, 3)),
        new GateStep(Noon(2025, 11, 7), "The state that the DPC watches.", "2025-11-07"),
    ];

    /// <summary>The gates, in order.</summary>
    public static IReadOnlyList<GateStep> Gates { get; } = [.. Steps.OfType<GateStep>()];

    /// <summary>What must come out, by region, gate by gate.</summary>
    /// <remarks>
    /// For an active adult of that region alone, born on a known day, who chose nothing and was reached by the first mail if their region was told;
    /// and for their own public post of 2019, without label, signal or source.
    /// </remarks>
    public static IReadOnlyDictionary<string, IReadOnlyList<UseState>> Expected { get; } = Read(
        """
               2024-09-18  2024-09-20  2025-09-18  2025-09-23  2025-11-02  2025-11-03  2025-11-07
        GB     used        paused      paused      paused      paused      used        used
        HK     used        used        paused      paused      paused      used        used
        CA     used        used        waiting     waiting     waiting     used        used
        IE     never       never       waiting     waiting     waiting     used        used
        DE     never       never       waiting     waiting     waiting     used        used
        FR     never       never       waiting     waiting     waiting     used        used
        NL     never       never       waiting     waiting     waiting     used        used
        PL     never       never       waiting     waiting     waiting     used        used
        ES     never       never       waiting     waiting     waiting     used        used
        PT     never       never       waiting     waiting     waiting     used        used
        IT     never       never       waiting     waiting     waiting     used        used
        SE     never       never       waiting     waiting     waiting     used        used
        RE     never       never       waiting     waiting     waiting     used        used
        AX     never       never       waiting     waiting     waiting     used        used
        NO     never       never       waiting     waiting     waiting     used        used
        CH     never       never       waiting     waiting     waiting     used        used
        US     used        used        used        used        used        used        used
        IN     used        used        used        used        used        used        used
        BR     used        used        used        used        used        used        used
        JE     used        used        never       never       never       never       never
        GG     used        used        never       never       never       never       never
        IM     used        used        never       never       never       never       never
        GI     used        used        never       never       never       never       never
        GL     used        used        never       never       never       never       never
        """);

    private static Dictionary<string, IReadOnlyList<UseState>> Read(string table) => table.Split('\n').Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToDictionary(words => words[0], IReadOnlyList<UseState> (words) => [.. words[1..].Select(word => Enum.Parse<UseState>(word, ignoreCase: true))], StringComparer.Ordinal);

    private static Instant Midnight(int year, int month, int day) => Instant.FromDate(new(year, month, day));

    private static Instant Noon(int year, int month, int day) => Midnight(year, month, day) + TimeSpan.FromHours(12);
}
