namespace Headgate;

/// <summary>Every key of a policy file and every word that has a meaning of its own (semantics.md, Policy file). The reader knows these and no others, and the schema for editors is made of them.</summary>
internal static class PolicyLanguage
{
    public static IReadOnlyList<string> Effects { get; } = ["full", "prospective"];

    public static IReadOnlyList<string> Bases { get; } = ["consent", "legitimate-interests", "contract"];

    public static PolicyShape Policy { get; } = new("policy", "What may be used for what: a policy of Headgate. Whatever no grant allows is denied.",
    [
        new("headgate", "language", "The version of this language: 1.", Required: true),
        new("policy", "name", "The policy's name. It stays the same from version to version.", Required: true),
        new("version", "count", "The version of this policy, a whole number from 1.", Required: true),
        new("effective", "date?", "From when it is in force, but never before it is published. Without it: from its publication."),
        new("objection", "objection?", "Which records an objection reaches: all (`full`, the default) or later ones only (`prospective`), everywhere or region by region."),
        new("purposes", "purposes", "What data would be used for, as a tree: an objection to a purpose reaches its children, a consent does not.", Required: true),
        new("content", "names", "Every kind of content that may come. Any other kind is denied.", Required: true),
        new("labels", "names?", "What else may be known of a record, such as a sensitive group's topic. A label that is not listed is unknown."),
        new("services", "names?", "The services or brands that records come from. A service that is not listed is unknown."),
        new("regions", "groups?", "Groups of regions of this policy's own, by name."),
        new("notices", "notices?", "The texts by which people are told, by name. Every one must be asked for by a grant."),
        new("permits", "permits?", "How training leases behave."),
        new("rules", "rules", "What is denied and what is granted. A deny always wins over a grant, wherever they stand.", Required: true),
    ]);

    public static PolicyShape Purpose { get; } = new("purpose", "What data would be used for.",
    [
        new("title", "text?", "What people are told it is."),
        new("children", "purposes?", "Narrower purposes."),
        new("dpv", "dpv?", "The term of the W3C Data Privacy Vocabulary for it, such as `ai:ModelTraining`."),
        new("aipref", "aipref?", "The AIPREF category that speaks of it: content that says `train-ai=n` is denied for a purpose with `aipref: train-ai`, and for its children."),
    ]);

    public static PolicyShape Notice { get; } = new("notice", "A text by which people are told.",
    [
        new("version", "count", "The version of the text, a whole number from 1. A text that changes is a new version.", Required: true),
        new("title", "text?", "Its title."),
        new("text", "text?", "The file with the text, by its path from the policy file."),
        new("languages", "texts", "The languages in which it is there, such as `[en, de]`."),
    ]);

    public static PolicyShape Permits { get; } = new("permits", "How training leases behave.",
    [
        new("lease", "duration", "How long a lease to train holds before it must be renewed; 60s without it."),
        new("on-objection", "on-objection", "What an objection by somebody in the data set does: `revoke` the lease (the default), or leave it with a duty to `redo-within 30d`."),
    ]);

    public static PolicyShape Objection { get; } = new("objection-rule", "Which records an objection reaches in some regions. The first entry that names the region counts, and `full` where none does.",
    [
        new("region", "regions", "Where. Without it: everywhere."),
        new("effect", "effect", "`full`: all records. `prospective`: those created at or after the objection, or at an unknown time.", Required: true),
        new("full-if-before", "date", "An objection that began before this is full all the same."),
    ]);

    public static PolicyShape Deny { get; } = new("deny", "A rule that forbids. A condition on something unknown holds here.",
    [
        new("deny", "name", "The rule's name. It is part of the reason: `denied:minors`.", Required: true),
        new("when", "when", "To which cases it applies. Without it: to all."),
        new("because", "text", "Why, in a sentence for the people concerned."),
        new("cites", "texts", "What it rests on, such as `GDPR Art. 9(1)`."),
    ]);

    public static PolicyShape Grant { get; } = new("grant", "A rule that allows, if what it asks for holds. A condition on something unknown fails here.",
    [
        new("grant", "name", "The rule's name. It is part of the reason: `granted:consent`.", Required: true),
        new("when", "when", "To which cases it applies. Without it: to all."),
        new("basis", "basis", "The legal basis. `consent` asks for a consent to exactly the purpose; the others for no objection.", Required: true),
        new("after", "after", "A notice that the person must have been served, and the days in which they could object."),
        new("not-before", "date", "Nothing is granted before this."),
        new("because", "text", "Why, in a sentence for the people concerned."),
        new("cites", "texts", "What it rests on, such as `GDPR Art. 6(1)(f)`."),
    ]);

    public static PolicyShape After { get; } = new("after", "A notice that must have been served, and a window that must have passed since.",
    [
        new("notice", "name", "The notice, in the version that the policy declares.", Required: true),
        new("window", "duration", "How long people can object before anything is used, such as `46d`."),
    ]);

    public static PolicyShape When { get; } = new("when", "The cases to which a rule applies: all fields must match. Each is a value, a list of which one must match, or `{ not: … }`.",
    [
        new("purpose", "match-name", "The purpose asked about, or an ancestor of it."),
        new("region", "match-region", "Where the person is: an ISO 3166-1 code, a built-in group or one of this policy."),
        new("service", "match-name", "The service that the record comes from."),
        new("content", "match-name", "The kind of content."),
        new("labels", "match-name", "Any of the record's labels."),
        new("visibility", "match-visibility", "To whom the record was shown."),
        new("age", "match-age", "The person's age now."),
        new("age-at-creation", "match-age", "The person's age when the record was created."),
        new("created", "match-interval", "When the record was created."),
        new("collected", "match-interval", "When the record was collected; when it was created, if that is not said."),
        new("from", "date", "The rule applies to decisions made at or after this."),
        new("until", "date", "The rule applies to decisions made before this."),
    ]);

    public static PolicyShape Age { get; } = new("age", "Full years, from the first bound on and under the second.",
    [
        new("under", "years", "Less than so many full years."),
        new("from", "years", "At least so many full years."),
    ]);

    public static PolicyShape Interval { get; } = new("interval", "A half-open interval: from the first date on, and before the second.",
    [
        new("from", "date", "At or after this."),
        new("to", "date", "Before this."),
    ]);

    /// <summary>The word before what is excluded.</summary>
    public static IReadOnlyList<string> Not { get; } = ["not"];

    public static IReadOnlyList<PolicyShape> Shapes { get; } = [Policy, Purpose, Notice, Permits, Objection, Deny, Grant, After, When, Age, Interval];
}
