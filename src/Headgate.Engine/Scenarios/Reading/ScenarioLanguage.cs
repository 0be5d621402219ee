namespace Headgate.Engine.Scenarios;

/// <summary>Every key of a story (docs/scenario.md). The readers know these and no others, and the schema for editors is made of them.</summary>
internal static class ScenarioLanguage
{
    private static readonly PolicyKey Tell = new("tell", "text?", "A sentence for people.");
    private static readonly PolicyKey Purpose = new("purpose", "text", "The purpose, where it is not the story's.");
    private static readonly PolicyKey When = new("when", "date", "When it was; the moment of the step without it.");
    private static readonly PolicyKey Source = new("source", "text", "Who says so: `declared` without it.");
    private static readonly PolicyKey Reference = new("reference", "text", "Where it can be read.");

    private static readonly PolicyKey[] Override =
    [
        new("override", "text", "Why it is done all the same."),
        new("by", "text", "Who answers for that."),
    ];

    private static readonly PolicyKey[] Birth =
    [
        new("born", "date?", "The birth date; null is unknown."),
        new("age", "years", "The age in full years, on the day of the step or on `age-on`."),
        new("age-on", "date", "The day of which the age or the band speaks."),
        new("age-band", "text", "A band of ages, such as `16-17` or `65+`."),
    ];

    private static readonly PolicyKey[] PostFields =
    [
        new("kind", "text?", "The kind of content; null is unknown."),
        new("mentions", "texts", "Others of whom it speaks."),
        new("labels", "texts?", "Labels; `[]` is none, null is unknown."),
        new("visibility", "text?", "To whom it is shown: public, connections or private."),
        new("service", "text?", "The service that it was posted on."),
        new("created", "date?", "When it was written; null is unknown."),
        new("collected", "date?", "When it was taken in; null is unknown, and without it it is when it was written."),
        new("region", "texts", "The region that it claims for its publication."),
        new("content-usage", "texts", "What it says of its own use, such as `train-ai=n`."),
    ];

    public static PolicyShape Story { get; } = new("story", "A dated story: what was done, and what must have followed.",
    [
        new("scenario", "language", "The version of this language: 1.", Required: true),
        new("title", "text", "What it tells.", Required: true),
        new("purpose", "text", "What acts and expectations speak of where they do not say.", Required: true),
        new("strangers", "texts", "People of whom the platform knows nothing."),
        new("posts", "like?", "What every post is like unless it says otherwise."),
        new("board", "board?", "What is drawn as region by time."),
        new("story", "steps", "The steps, in order of time.", Required: true),
    ]);

    public static PolicyShape Step { get; } = new("step", "A moment of the story.",
    [
        new("at", "date", "When.", Required: true),
        new("event", "texts", "The ids of what this tells of."),
        new("source", "text?", "Where it can be read otherwise, or why it was invented."),
        Tell,
        new("do", "acts", "What was done, in this order."),
        new("expect", "expectations", "What must hold afterwards."),
    ]);

    public static PolicyShape Like { get; } = new("like", "What every post is like unless it says otherwise.", [.. PostFields.Where(key => key.Name is "kind" or "labels" or "visibility" or "service")]);

    /// <summary>The fields of a post of the board, and those that any post can have.</summary>
    public static PolicyShape Post { get; } = new("post-fields", "A post, by its fields.", PostFields);

    public static PolicyShape Board { get; } = new("board", "In each region an adult who chose nothing, and their posts.",
    [
        new("born", "date", "When all of them were born.", Required: true),
        new("posts", "board-posts", "Their post, or several, each by its name.", Required: true),
        new("expect", "rows", "By region, or region and post: a state a gate, used, paused, waiting, never, or `-` where nothing is posted yet.", Required: true),
    ]);

    public static PolicyShape Window { get; } = new("window", "A half-open interval.", [new("from", "date", "At or after this."), new("to", "date", "Before this.")]);

    public static PolicyShape Audience { get; } = new("audience", "All active members of some regions who have not objected.", [new("region", "places", "Codes and built-in groups.", Required: true)]);

    public static PolicyShape Case { get; } = new("case", "A case that is only described: what it leaves out is unknown.",
    [
        new("region", "places?", "Where the person is."),
        .. Birth,
        new("status", "status", "`active` without it."),
        new("choice", "choice", "What they chose for the purpose."),
        new("since", "date", "Since when."),
        new("served", "served", "When each notice was served, in the declared version."),
        .. PostFields.Where(key => key.Name is not ("mentions" or "region")),
    ]);

    /// <summary>What can be done; the first key of each says what.</summary>
    public static IReadOnlyList<PolicyShape> Acts { get; } =
    [
        Act("publish", "text", "A policy file is published.", [.. Override, new("refused", "policy-refusal", "It must be refused, and for this.")]),
        Act("suspend", "text", "A purpose is paused; the name is the story's.",
        [
            Purpose, new("region", "places", "Where, or `everywhere`.", Required: true), new("service", "text", "Only this service."), new("collected", "window?", "Only what was collected then."),
            new("authority", "text", "Who asked for it."), Reference,
        ]),
        Act("lift", "text", "A pause ends, for those who were told.",
            [new("after", "text", "The notice."), new("window", "duration", "How long they could object."), .. Override, new("refused", "lift-refusal", "It must be refused.")]),
        Act("serve", "text", "A notice is served.", [new("to", "to", "People, or all of some regions.", Required: true), When]),
        Act("bounce", "text", "A notice did not reach them after all.", [new("to", "to", "People, or all of some regions.", Required: true), When]),
        Act("concern", "text", "An authority raises a concern; the name is the story's.",
            [new("authority", "text", "Who.", Required: true), new("text", "text", "What it is about.", Required: true), new("due", "date", "When an answer is due."), Reference]),
        Act("answer", "text", "A concern is answered.", [new("text", "text", "The answer.", Required: true), Reference]),
        Act("close-concern", "text", "A concern is closed.", [new("text", "text", "How it ended."), Reference]),
        Act("commit", "text", "The company undertakes something; the name is the story's.",
            [new("authority", "text", "Towards whom."), new("text", "text", "What.", Required: true), new("due", "date", "By when."), Reference, new("concern", "text", "The concern that it answers.")]),
        Act("fulfil", "text", "A commitment is fulfilled.", [new("text", "text", "How."), Reference]),
        Act("join", "text", "Somebody joins.", [new("region", "places?", "Where they are."), Source, .. Birth, new("status", "status", "`active` without it.")]),
        Act("move", "text", "Somebody moves.", [new("to", "places?", "Where to.", Required: true), Source]),
        Act("leave", "text", "Somebody leaves.", [new("status", "status", "`closed` without it.")]),
        Act("object", "texts", "People object.", [Purpose, new("channel", "text", "How."), When]),
        Act("consent", "texts", "People consent.", [Purpose, new("channel", "text", "How."), When]),
        Act("unset", "texts", "People take a choice back.", [Purpose, new("channel", "text", "How."), When]),
        Act("post", "text", "Something is posted.", [new("by", "text?", "Who wrote it; null is unknown.", Required: true), new("text", "text", "Its words."), .. PostFields]),
        Act("repost", "text", "Something is posted that derives from other posts.",
            [new("of", "texts", "From what it derives."), new("by", "text?", "Who wrote it; null is unknown.", Required: true), new("text", "text", "Its words."), .. PostFields]),
        Act("gate", "text", "Everything posted until now passes the gate: a column of the board.", []),
    ];

    /// <summary>What can be expected; the first key of each says what is asked.</summary>
    public static IReadOnlyList<PolicyShape> Expectations { get; } =
    [
        Expected("allow", "case-or-posts", "Records that may be used.", [new("reason", "text", "`granted:` and the rule.", Required: true), Purpose]),
        Expected("deny", "case-or-posts", "Records that may not be used.", [new("reason", "text", "Why not; a pause by its name in the story.", Required: true), Purpose]),
        Expected("told", "texts", "People who were told.", [new("notice", "text", "By this notice.", Required: true)]),
        Expected("not-told", "texts", "People who were not told.", [new("notice", "text", "By this notice.", Required: true)]),
        Expected("birthday", "texts", "People who reach an age on this very day.", [new("age", "years", "The age.", Required: true)]),
        Expected("concern", "texts", "How a concern stands.", [new("is", "concern-state", "Its state.", Required: true)]),
        Expected("commitment", "texts", "How a commitment stands.", [new("is", "commitment-state", "Its state.", Required: true)]),
    ];

    /// <summary>The keys of each kind of act or expectation besides the first.</summary>
    public static Dictionary<string, string[]> Besides(IReadOnlyList<PolicyShape> shapes) =>
        shapes.ToDictionary(shape => shape.Words[0], shape => shape.Words.Skip(1).ToArray(), StringComparer.Ordinal);

    private static PolicyShape Act(string verb, string value, string means, IReadOnlyList<PolicyKey> keys) =>
        new($"act-{verb}", means, [new(verb, value, means, Required: true), Tell, .. keys]);

    private static PolicyShape Expected(string verb, string value, string means, IReadOnlyList<PolicyKey> keys) =>
        new($"expect-{verb}", means, [new(verb, value, means, Required: true), new("at", "date", "Asked of another time, by what is recorded until the step."), .. keys]);
}
