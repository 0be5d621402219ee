using Headgate.Engine;
using Headgate.Engine.Demo;
using Headgate.Engine.Scenarios;
using Xunit;

namespace Headgate.Tests.Demo;

public sealed class LinkedInTimelineTests
{
    private static readonly SampleNetwork Network = new(people: 4_000, records: 0);

    [Fact]
    public void every_region_has_a_state_at_every_gate() =>
        Assert.All(LinkedInTimeline.Expected, row => Assert.Equal(LinkedInTimeline.Gates.Count, row.Value.Count));

    [Fact]
    public void every_gate_is_named_by_its_day() =>
        Assert.All(LinkedInTimeline.Gates, gate => Assert.StartsWith(gate.Name, gate.At.ToString(), StringComparison.Ordinal));

    [Fact]
    public void the_window_of_the_first_mail_ends_with_the_second_that_ends_2025_11_02()
    {
        var lift = LinkedInTimeline.Story.Steps.SelectMany(step => step.Acts).OfType<LiftAct>().Single(act => act is { Name: "uk", IsRefused: false });
        var end = LinkedInTimeline.FirstMail + lift.Window!.Value;
        Assert.Equal(Instant.FromDate(new(2025, 11, 3)), end);
        Assert.Equal(end, LinkedInTimeline.Gates.Single(gate => gate.Name == "2025-11-02").At + TimeSpan.FromSeconds(1));
        Assert.Contains("window: 46d", DemoResources.Policy("2025-09-18.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void only_members_of_the_regions_told_are_served_and_nobody_who_had_objected()
    {
        var people = Enumerable.Range(0, Network.People).Select(Network.Person).ToDictionary(person => person.Id);
        var objected = Network.Choices(Instant.MinValue, LinkedInTimeline.FirstMail).Where(choice => choice.Choice == Choice.Objected).Select(choice => choice.Subject).ToHashSet();
        var served = Network.Served(Instant.MinValue, Instant.MaxValue).ToList();
        Assert.InRange(served.Count, 2_000, 3_000);
        Assert.All(served, mail =>
        {
            Assert.DoesNotContain(mail.Subject, objected);
            Assert.Contains(people[mail.Subject].Claims.SelectMany(claim => claim.Regions ?? []), region => LinkedInTimeline.Told.Contains(Region.Understand(region).Code));
        });
        Assert.InRange(served.Count(mail => mail.At == LinkedInTimeline.SecondMail), 30, 200);
        var bounced = Network.Bounced(Instant.MinValue, Instant.MaxValue).ToList();
        Assert.InRange(bounced.Count, 5, 60);
        Assert.Subset(served.Where(mail => mail.At == LinkedInTimeline.FirstMail).Select(mail => mail.Subject).ToHashSet(), bounced.Select(mail => mail.Subject).ToHashSet());
    }

    [Fact]
    public void members_object_before_the_notice_in_its_window_and_after_it()
    {
        Assert.InRange(Objections("2024-09-18", "2025-01-01"), 90, 210);
        Assert.InRange(Objections("2025-09-18", "2025-11-03"), 160, 330);
        Assert.InRange(Objections("2025-11-03", "2025-11-07"), 25, 110);
        Assert.InRange(Network.Choices(Instant.MinValue, Instant.MaxValue).Count(choice => choice.Choice == Choice.Consented), 30, 140);
        Assert.InRange(Network.Choices(Instant.MinValue, Instant.MaxValue).Count(choice => choice.Choice == Choice.Unset), 20, 140);
    }

    [Fact]
    public void choices_come_once_however_the_time_is_cut()
    {
        var cuts = LinkedInTimeline.Story.Steps.Select(step => step.At).Prepend(Instant.MinValue).Append(Instant.MaxValue).Distinct().ToList();
        var pieces = cuts.Zip(cuts.Skip(1)).SelectMany(cut => Network.Choices(cut.First, cut.Second));
        Assert.Equal(Network.Choices(Instant.MinValue, Instant.MaxValue).ToHashSet(), pieces.ToHashSet());
        Assert.Equal(Network.Choices(Instant.MinValue, Instant.MaxValue).Count(), pieces.Count());
    }

    [Theory]
    [InlineData("granted:elsewhere", UseState.Used)]
    [InlineData("suspended:7/unknown-service", UseState.Paused)]
    [InlineData("not-yet:legitimate-interests", UseState.Waiting)]
    [InlineData("window-open:legitimate-interests", UseState.Waiting)]
    [InlineData("no-grant", UseState.Never)]
    [InlineData("no-policy", UseState.Never)]
    [InlineData("denied:minors", UseState.Never)]
    public void a_reason_reads_as_a_state(string reason, UseState state) => Assert.Equal(state, UseStates.Of(reason));

    [Fact]
    public void policies_are_written_with_the_notice_where_they_refer_to_it()
    {
        var directory = Directory.CreateTempSubdirectory("headgate-demo-");
        try
        {
            DemoResources.WritePolicies(directory.FullName);
            Assert.All(LinkedInTimeline.Story.Steps.SelectMany(step => step.Acts).OfType<PublishAct>(), act => Assert.True(File.Exists(Path.Combine(directory.FullName, act.File))));
            Assert.Equal(LinkedInTimeline.Story.Title, ScenarioFile.Read(Path.Combine(directory.FullName, LinkedInTimeline.StoryName)).Title);
            Assert.Contains("text: notices/gen-ai-2025.md", File.ReadAllText(Path.Combine(directory.FullName, "2025-09-18.yaml")), StringComparison.Ordinal);
            Assert.StartsWith("# How we will use what you post", File.ReadAllText(Path.Combine(directory.FullName, "notices", "gen-ai-2025.md")), StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static int Objections(string from, string to) =>
        Network.Choices(Day(from), Day(to)).Count(choice => choice.Choice == Choice.Objected);

    private static Instant Day(string day) => Instant.TryParse(day, out var instant) ? instant : throw new FormatException(day);
}
