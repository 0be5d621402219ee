using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The templates of <c>headgate init --policy</c>: without a warning, and what each says of typical cases.</summary>
public sealed class PolicyTemplatesTests
{
    private const string Usual =
        "--purpose train-generative-ai --region DE --age 30 --content post --visibility public --no-labels --service network --created 2025-06-01 --at 2026-01-15";

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Repository.File("src/Headgate.Cli/Templates"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void a_template_has_neither_an_error_nor_a_warning_but_of_places_that_stay_out(string name)
    {
        Assert.All(Read(name).Problems, problem => Assert.EndsWith("(no grant holds there, so nothing is allowed)", problem.Problem, StringComparison.Ordinal));
        Assert.Equal(name, Read(name).Policy!.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void a_template_says_why_and_on_what_each_rule_rests(string name) =>
        Assert.All(Read(name).Policy!.Rules, rule => Assert.True(rule.Because is { Length: > 20 } && rule.Cites.Count > 0, rule.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void a_template_tells_editors_where_its_schema_is(string name) =>
        Assert.StartsWith("# yaml-language-server: $schema=policy.schema.json\n", Text(name), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void a_template_admits_nobody_who_was_never_asked_or_told(string name)
    {
        var policy = Read(name).Policy!;
        foreach (var purpose in policy.Purposes.Keys)
            foreach (var region in IsoCountries.Codes)
                foreach (var kind in policy.Content)
                    Assert.DoesNotContain("granted", Asked.Reason(policy, Usual, $"--purpose {purpose} --region {region} --content {kind}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "consent-not-given:consent")]
    [InlineData("--choice consented", "granted:consent")]
    [InlineData("--choice consented --region US", "granted:consent")]
    [InlineData("--choice consented --choice-purpose artificial-intelligence", "consent-not-given:consent")]
    [InlineData("--choice consented --choice-purpose assist-writing", "consent-not-given:consent")]
    [InlineData("--choice objected --choice-purpose artificial-intelligence", "objected")]
    [InlineData("--choice consented --region unknown", "unknown-region")]
    [InlineData("--choice consented --status memorialised", "not-active")]
    [InlineData("--choice consented --age 17", "denied:minors")]
    [InlineData("--choice consented --age unknown", "denied:minors/unknown-age")]
    [InlineData("--choice consented --age 20 --created 2020-01-01", "denied:written-as-a-minor")]
    [InlineData("--choice consented --created unknown", "denied:written-as-a-minor/unknown-age-at-creation")]
    [InlineData("--choice consented --content private-message --visibility private", "denied:private-messages")]
    [InlineData("--choice consented --label sensitive-group", "denied:sensitive-groups")]
    [InlineData("--choice consented --label unknown", "denied:sensitive-groups/unknown-labels")]
    [InlineData("--choice consented --visibility connections", "no-grant")]
    [InlineData("--choice consented --content story", "unknown-content-kind")]
    [InlineData("--choice consented --content-usage train-ai=n", "signal:content-usage")]
    [InlineData("--choice consented --content-usage train-ai=n --purpose assist-writing", "granted:consent")]
    [InlineData("--content ai-prompt --visibility private --purpose assist-writing", "consent-not-given:help-asked-for")]
    [InlineData("--content ai-prompt --visibility private --purpose assist-writing --choice consented", "granted:help-asked-for")]
    [InlineData("--content ai-feedback --visibility private --purpose assist-writing --choice consented --choice-purpose train-generative-ai", "consent-not-given:help-asked-for")]
    [InlineData("--content ai-feedback --visibility private --choice consented", "no-grant")]
    public void consent_first(string asked, string reason) => Assert.Equal(reason, Ask("consent-first", asked));

    [Theory]
    [InlineData("", "notice-not-served:told-and-not-objected")]
    [InlineData("--served ai-training@2025-12-17", "window-open:told-and-not-objected")]
    [InlineData("--served ai-training@2025-12-16", "granted:told-and-not-objected")]
    [InlineData("--served ai-training@2025-12-16 --region GB", "granted:told-and-not-objected")]
    [InlineData("--served ai-training@2025-12-16 --region RE", "granted:told-and-not-objected")]
    [InlineData("--served ai-training@2025-12-16 --region JE", "no-grant")]
    [InlineData("--served ai-training@2025-12-16 --region GL", "no-grant")]
    [InlineData("--served ai-training@2025-12-16 --region US", "no-grant")]
    [InlineData("--served ai-training@2025-12-16 --region DE US", "no-grant")]
    [InlineData("--choice consented", "notice-not-served:told-and-not-objected")]
    [InlineData("--served ai-training@2025-12-16 --choice objected", "objected")]
    [InlineData("--served ai-training@2025-12-16 --choice objected --choice-at 2026-01-14", "objected")]
    [InlineData("--served ai-training@2025-12-16 --purpose assist-writing", "no-grant")]
    [InlineData("--served ai-training@2025-12-16 --age 17", "denied:minors")]
    [InlineData("--served ai-training@2025-12-16 --age unknown", "denied:minors/unknown-age")]
    [InlineData("--served ai-training@2025-12-16 --age 20 --created 2020-01-01", "denied:written-as-a-minor")]
    [InlineData("--served ai-training@2025-12-16 --label sensitive-group", "denied:sensitive-groups")]
    [InlineData("--served ai-training@2025-12-16 --content private-message", "denied:private-messages")]
    [InlineData("--served ai-training@2025-12-16 --visibility connections", "no-grant")]
    [InlineData("--served ai-training@2025-12-16 --content-usage train-ai=n", "signal:content-usage")]
    public void legitimate_interests(string asked, string reason) => Assert.Equal(reason, Ask("legitimate-interests", asked));

    [Theory]
    [InlineData("", "denied:waiting")]
    [InlineData("--region GB", "denied:waiting")]
    [InlineData("--region IM", "denied:waiting")]
    [InlineData("--region GI", "denied:waiting")]
    [InlineData("--region BR", "denied:waiting")]
    [InlineData("--region GB --choice consented --served ai-training@2025-12-16", "denied:waiting")]
    [InlineData("--region IN", "no-grant")]
    [InlineData("--region US", "notice-not-served:begun")]
    [InlineData("--region US --served ai-training@2025-12-17", "window-open:begun")]
    [InlineData("--region US --served ai-training@2025-12-16", "granted:begun")]
    [InlineData("--region US FR --served ai-training@2025-12-16", "denied:waiting")]
    [InlineData("--region US --served ai-training@2025-12-16 --choice objected", "objected")]
    [InlineData("--region US --served ai-training@2025-12-16 --age 17", "denied:minors")]
    [InlineData("--region US --served ai-training@2025-12-16 --age unknown", "denied:minors/unknown-age")]
    [InlineData("--region US --served ai-training@2025-12-16 --age 20 --created 2020-01-01", "denied:written-as-a-minor")]
    [InlineData("--region US --served ai-training@2025-12-16 --label unknown", "denied:sensitive-groups/unknown-labels")]
    [InlineData("--region US --served ai-training@2025-12-16 --content private-message", "denied:private-messages")]
    [InlineData("--region US --served ai-training@2025-12-16 --purpose assist-writing", "no-grant")]
    public void exclude_and_wait(string asked, string reason) => Assert.Equal(reason, Ask("exclude-and-wait", asked));

    private static string Ask(string name, string asked) => Asked.Reason(Read(name).Policy!, Usual, asked);

    private static PolicyReading Read(string name) => PolicyReader.Read(Text(name));

    private static string Text(string name) => File.ReadAllText(Repository.File($"src/Headgate.Cli/Templates/{name}.yaml"));
}
