using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>Real defects seen elsewhere: in each, something that was missing was taken for a yes. Every test gates files as a platform would, beside a record that may be used, so that nothing is denied for another reason.</summary>
public sealed class FailOpenTraps : IDisposable
{
    /// <summary>Allow unless opted out, everywhere but in two countries that no other rule speaks of for this purpose.</summary>
    private const string UnlessOptedOut =
        """
        headgate: 1
        policy: unless-opted-out
        version: 1
        purposes:
          artificial-intelligence:
            children:
              train-generative-ai: { title: Train }
              assist-writing: { title: Help }
        content: [post, private-message]
        labels: [trade-union]
        services: [network]
        rules:
          - deny: private-messages
            when: { content: private-message }
          - deny: union
            when: { labels: trade-union }
          - grant: unless-opted-out
            when: { region: { not: [GB, BR] }, purpose: train-generative-ai }
            basis: legitimate-interests
          - grant: asked
            when: { region: GB }
            basis: consent
        """;

    private readonly Workplace place = new();

    public FailOpenTraps()
    {
        place.Publish(UnlessOptedOut, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"));
    }

    public void Dispose() => place.Dispose();

    /// <summary>A consent service answered "allow" when it held no record of the person: nobody had opted out.</summary>
    [Fact]
    public void a_person_without_a_record_is_not_one_who_did_not_opt_out()
    {
        place.Record(Workplace.At("2025-01-03"), Workplace.Chose("seen", Choice.Unset, "2025-01-03"), Workplace.Chose("said-yes", Choice.Consented, "2025-01-03"));
        Assert.Equal(
            ["granted:unless-opted-out", "unknown-subject", "unknown-region", "unknown-region", "unknown-subject"],
            Gate(Workplace.Post("1", "ann"), Workplace.Post("2", "nobody"), Workplace.Post("3", "seen"), Workplace.Post("4", "said-yes"), Workplace.Post("5", "ann", "[\"nobody\"]")));
    }

    /// <summary>A rule said <c>GB</c>, the data said <c>UK</c>, and what was not GB was free; so was who had no region at all.</summary>
    [Fact]
    public void another_word_for_a_region_or_none_is_not_another_region()
    {
        var file = place.Write(
            "members.jsonl",
            Member("uk", "[\"UK\"]"), Member("gbr", "\"GBR\""), Member("lower", "[\"gb\"]"), Member("named", "\"United Kingdom\""), Member("odd", "[\"Blighty\"]"), Member("empty", "[]"), Member("null", "null"),
            """{"subject": "absent", "born": "1990-01-01", "status": "active"}""");
        var import = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("import")).FullName));
        import.Run(file, new MembersFile(import).Read, null, null, "members");
        string[] people = ["ann", "uk", "gbr", "lower", "named", "odd", "empty", "null", "absent"];
        Assert.Equal(
            ["granted:unless-opted-out", .. Enumerable.Repeat("consent-not-given:asked", 4), .. Enumerable.Repeat("unknown-region", 4)],
            Gate([.. people.Select(person => Workplace.Post(person, person))]));
    }

    /// <summary>A post was said to be published in a region of which nobody knew the name; an empty one passed for none.</summary>
    [Fact]
    public void a_region_without_a_name_is_one_that_nobody_knows() => Assert.Equal(
        ["granted:unless-opted-out", "granted:unless-opted-out", "unknown-region", "unknown-region", "unknown-region"],
        Gate([Workplace.Post("1", "ann"), .. ((string[])["null", "\"\"", "[\"\"]", "[null]"]).Select((region, i) => With($"{i + 2}", "\"kind\"", $"\"region\": {region}, \"kind\""))]));

    /// <summary>A product team added a kind of content; the filter listed what was forbidden, and let the new kind through.</summary>
    [Fact]
    public void a_kind_of_content_that_the_policy_forgot_is_out() => Assert.Equal(
        ["granted:unless-opted-out", "unknown-content-kind", "unknown-content-kind", "unknown-content-kind"],
        Gate(
            Workplace.Post("1", "ann"), With("2", "\"kind\": \"post\"", "\"kind\": \"voice-note\""), With("3", "\"kind\": \"post\"", "\"kind\": null"), With("4", "\"kind\": \"post\"", "\"kind\": \"Post\"")));

    /// <summary>"Has made a choice" was stored as one flag, and a choice about one purpose, or by one of the people, stood for all.</summary>
    [Fact]
    public void some_choice_is_not_every_choice()
    {
        place.Record(
            Workplace.At("2025-02-04"),
            Workplace.Member("other", "GB"), Workplace.Member("parent", "GB"), Workplace.Member("former", "GB"), Workplace.Member("silent", "GB"), Workplace.Member("agreed", "GB"),
            Workplace.Chose("other", Choice.Consented, "2025-01-03", "assist-writing"), Workplace.Chose("parent", Choice.Consented, "2025-01-03", "artificial-intelligence"),
            Workplace.Chose("former", Choice.Consented, "2025-01-03"), Workplace.Chose("former", Choice.Unset, "2025-02-03"), Workplace.Chose("agreed", Choice.Consented, "2025-01-03"));
        Assert.Equal(
            ["granted:asked", "consent-not-given:asked", "consent-not-given:asked", "consent-not-given:asked", "consent-not-given:asked", "consent-not-given:asked"],
            Gate(
                Workplace.Post("1", "agreed"), Workplace.Post("2", "other"), Workplace.Post("3", "parent"), Workplace.Post("4", "former"), Workplace.Post("5", "silent"),
                Workplace.Post("6", "agreed", "[\"silent\"]")));
    }

    /// <summary>One of the files had no such column, and its rows were read as having none of what the column says.</summary>
    [Fact]
    public void a_field_that_one_file_lacks_is_unknown_there_and_not_empty()
    {
        var full = place.Write("full.jsonl", Workplace.Post("1", "ann"));
        var lacking = place.Write("lacking.jsonl", With("2", "\"labels\": [], ", ""));
        var csv = place.Write("lacking.csv", "record_id,author,kind,visibility,service,created", "3,ann,post,public,network,2024-01-01");
        Assert.Equal(["granted:unless-opted-out", "denied:union/unknown-labels", "denied:union/unknown-labels"], Reasons(place.Gate([full, lacking, csv], "out")));
        Assert.Equal(["denied:union/unknown-labels", "granted:unless-opted-out"], Reasons(place.Gate([lacking, full], "turned")));
        Assert.Equal(["denied:union/unknown-labels", "granted:unless-opted-out"], Gate(With("4", "\"labels\": [], ", ""), Workplace.Post("5", "ann")));
    }

    /// <summary>The rules covered the regions that somebody had thought of, and the default for the others was "on".</summary>
    [Fact]
    public void a_region_without_a_rule_is_out()
    {
        place.Record(Workplace.At("2025-01-03"), Workplace.Member("bea", "BR"), Workplace.Chose("bea", Choice.Consented, "2025-01-03"), Workplace.Member("cem", "BR"));
        Assert.Equal(["granted:unless-opted-out", "no-grant", "no-grant"], Gate(Workplace.Post("1", "ann"), Workplace.Post("2", "bea"), Workplace.Post("3", "cem")));
    }

    /// <summary>A message was private; the public post that repeated it was checked for itself alone.</summary>
    [Fact]
    public void a_repost_of_a_private_message_is_as_private_as_the_message()
    {
        var message = place.Write("messages.jsonl", With("m", "\"kind\": \"post\"", "\"kind\": \"private-message\""));
        var posts = place.Write("posts.jsonl", Workplace.Post("1", "ann"), Derived("2", "m"), Derived("3", "2"), Derived("4", "lost"), Derived("5", "1"));
        Assert.Equal(
            ["granted:unless-opted-out", "denied:private-messages", "denied:private-messages", "unknown-source", "granted:unless-opted-out"],
            Reasons(place.Gate([posts], "out", sources: [message])));
        Assert.Equal("unknown-source", Reasons(place.Gate([posts], "without"))[1]);
    }

    /// <summary>Where nobody knew where the person was, the place of publication was taken.</summary>
    [Fact]
    public void the_region_of_a_record_does_not_stand_in_for_that_of_a_person()
    {
        place.Record(Workplace.At("2025-01-03"), Nowhere("lost"), Workplace.Member("odd", "Blighty"), Workplace.Member("zoe", "GB"));
        Assert.Equal(
            ["granted:unless-opted-out", "unknown-region", "unknown-region", "unknown-subject", "consent-not-given:asked"],
            Gate([.. ((string[])["ann", "lost", "odd", "nobody", "zoe"]).Select(person => Workplace.Post(person, person).Replace("\"kind\"", "\"region\": \"US\", \"kind\"", StringComparison.Ordinal))]));
    }

    /// <summary>An active adult, and nothing of where they are.</summary>
    private static NewStatement Nowhere(string subject) =>
        new(((MemberDescribed)Workplace.Member(subject).Statement) with { Regions = null });

    private List<string> Gate(params string[] lines) => Reasons(place.Gate([place.Write($"posts-{lines.Length}.jsonl", lines)], $"out-{lines.Length}"));

    private List<string> Reasons(GateOutcome outcome) => place.Reasons(outcome);

    private static string Member(string subject, string regions) => $$"""{"subject": "{{subject}}", "regions": {{regions}}, "born": "1990-01-01", "status": "active"}""";

    private static string With(string id, string old, string written) => Workplace.Post(id, "ann").Replace(old, written, StringComparison.Ordinal);

    private static string Derived(string id, string source) => With(id, "\"kind\"", $"\"derived_from\": \"{source}\", \"kind\"");
}
