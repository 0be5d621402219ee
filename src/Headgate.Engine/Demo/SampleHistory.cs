using System.Collections.Frozen;

namespace Headgate.Engine.Demo;

/// <summary>What each of the people chose and was told while the LinkedIn timeline went by.</summary>
internal sealed class SampleHistory(ulong seed, SamplePeople people)
{
    private static readonly Instant Noticed = Instant.FromDate(new(2024, 9, 18)) + TimeSpan.FromHours(18);
    private static readonly Instant EndOf2024 = Instant.FromDate(new(2024, 12, 15));
    private static readonly Instant Start = Instant.FromDate(new(2025, 11, 3));
    private static readonly FrozenSet<string> Told = LinkedInTimeline.Told.ToFrozenSet(StringComparer.Ordinal);
    private static readonly string[] Channels = ["settings", "settings", "settings", "settings", "settings", "settings", "settings", "form", "form", "e-mail", "letter"];

    public IEnumerable<SampleChoice> Choices(int number)
    {
        var random = SampleRandom.For(seed, SampleStream.Choices, number);
        var subject = SamplePerson.IdOf(number);
        var purpose = random.Chance(120) ? "artificial-intelligence" : "train-generative-ai";
        var channel = random.Pick(Channels);
        var changesBack = random.Chance(150);
        var (drawn, first, later) = (random.Below(1000), random.Below(10_000), random.Below(10_000));
        var window = At(LinkedInTimeline.FirstMail + TimeSpan.FromHours(6), Start, later);
        return drawn switch
        {
            < 35 when changesBack => [Objected(At(Noticed, EndOf2024, first)), Made(Choice.Unset, window)],
            < 35 => [Objected(At(Noticed, EndOf2024, first))],
            < 95 when changesBack => [Objected(At(LinkedInTimeline.FirstMail, window, first)), Made(Choice.Unset, window)],
            < 95 => [Objected(window)],
            < 110 => [Objected(At(Start, SampleCalendar.LastWritten, first))],
            < 125 => [Made(Choice.Consented, At(EndOf2024, LinkedInTimeline.FirstMail, first))],
            < 130 => [Made(Choice.Consented, At(EndOf2024, LinkedInTimeline.FirstMail, first)), Made(Choice.Unset, window)],
            < 135 => [Objected(window) with { Purpose = "assist-writing" }],
            _ => Array.Empty<SampleChoice>(),
        };

        SampleChoice Objected(Instant at) => Made(Choice.Objected, at);
        SampleChoice Made(Choice choice, Instant at) => new(subject, purpose, choice, at, channel);
    }

    /// <summary>When the notice of 2025 went to somebody: never, once, or again after it had come back. Whoever had objected was not asked again.</summary>
    public IEnumerable<Instant> Served(int number)
    {
        if (!IsTold(number)) yield break;
        var mail = Mail(number);
        if (mail is < 950 or >= 990) yield return LinkedInTimeline.FirstMail;
        if (mail is >= 950 and < 980 or >= 995) yield return LinkedInTimeline.SecondMail;
    }

    /// <summary>When the notice of 2025 came back; null where it did not.</summary>
    public Instant? Bounced(int number) => Mail(number) >= 990 && IsTold(number) ? LinkedInTimeline.Returned : null;

    /// <summary>Below 950 the first mail reached them, below 980 only the second, below 990 neither; from there on the first came back, and from 995 on the second reached them.</summary>
    private int Mail(int number)
    {
        var random = SampleRandom.For(seed, SampleStream.Notices, number);
        return random.Below(1000);
    }

    private bool IsTold(int number)
    {
        var person = people.Person(number);
        return person.Status == "active"
            && person.Claims.Any(claim => claim.Regions is { } regions && regions.Any(region => Told.Contains(Region.Understand(region).Code)))
            && !Choices(number).Any(choice => choice.Choice == Choice.Objected && choice.At < LinkedInTimeline.FirstMail);
    }

    private static Instant At(Instant from, Instant to, int share) => from + TimeSpan.FromSeconds((to.Microseconds - from.Microseconds) / 1_000_000 * share / 10_000);
}
