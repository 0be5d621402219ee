using System.Globalization;

namespace Headgate.Engine.Demo;

/// <summary>Makes the records of the sample network, each from the seed and its number alone.</summary>
/// <remarks>Records are numbered in order of creation; whatever one refers to has a smaller number.</remarks>
internal sealed class SampleContent(ulong seed, int people, long records, SamplePeople names)
{
    /// <summary>What the ids of records that were deleted begin with: nothing was generated for them.</summary>
    public const string Gone = "gone-";

    /// <summary>What the ids of people without an account begin with: nothing was generated for them.</summary>
    public const string Guest = "guest-";

    private static readonly string[] OddKinds = ["story", "poll", "reaction", "event"];
    private static readonly string[] NoLabels = [];
    private static readonly string[] Union = ["trade-union"];
    private static readonly string[] UnknownLabel = ["closed-circle"];

    public Instant Created(long number) => SamplePlan.Of(seed, number, people, records).Created;

    public SampleRecord Record(long number)
    {
        var plan = SamplePlan.Of(seed, number, people, records);
        var random = SampleRandom.For(seed, SampleStream.RecordText, number);
        var author = SampleTraits.Of(seed, Math.Max(plan.Author, 0));
        var writer = author.Language != 0 && random.Chance(120) ? author.InEnglish : author;
        var record = plan.Shape switch
        {
            SampleShape.Mention or SampleShape.Message => Addressed(plan, writer, ref random),
            SampleShape.Repost or SampleShape.Comment when Target(plan, ref random) is { } target => Answering(plan, target, writer, ref random),
            SampleShape.Profile => Plain(plan, writer, "profile", "profile", ref random),
            SampleShape.Salary => Plain(plan, writer, "salary", "salary", ref random),
            SampleShape.Odd => Plain(plan, writer, random.Chance(200) ? null : random.Pick(OddKinds), "post", ref random),
            _ => Plain(plan, writer, "post", plan.Union ? "union" : "post", ref random),
        };
        return Flawed(record with { ContentUsage = Usage(author.ReservesText, ref random) }, ref random);
    }

    internal static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"r{number:D9}");

    /// <summary>The AIPREF statement of somebody's record: mostly none.</summary>
    internal static string? Usage(bool reserves, ref SampleRandom random) => random.Below(1000) switch
    {
        < 4 => "train-ai=n",
        < 7 => "train-ai=y",
        < 9 => "search=y, train-ai=n",
        < 10 => "train-ai=perhaps",
        _ => reserves ? "train-ai=n" : null,
    };

    private SampleRecord Plain(SamplePlan plan, SampleTraits writer, string? kind, string symbol, ref SampleRandom random)
    {
        var (_, city) = names.Called(writer);
        var title = kind == "post" && !plan.Union && random.Chance(180) ? writer.Voice.Grow("title", ref random, city: city) : null;
        return Begun(plan, writer, kind, plan.Union ? Union : NoLabels) with
        {
            Title = title,
            Text = writer.Voice.Grow(symbol, ref random, city: city),
        };
    }

    /// <summary>A record that speaks to or of somebody by name.</summary>
    private SampleRecord Addressed(SamplePlan plan, SampleTraits writer, ref SampleRandom random)
    {
        var message = plan.Shape == SampleShape.Message;
        var members = SampleCalendar.Members(plan.Number, records, people);
        if (Another(plan.Author, writer.Language, members, ref random) is not { } other)
            return Plain(plan, writer, message ? "salary" : "post", message ? "salary" : "post", ref random);
        List<string> others = [SamplePerson.IdOf(other.Number)];
        if (!message && random.Chance(150) && SamplePerson.IdOf(random.Below(members)) is var third && third != others[0] && third != SamplePerson.IdOf(plan.Author)) others.Add(third);
        if (!message && random.Chance(25)) others.Add($"{Guest}{random.Below(1_000_000):D6}");
        var (_, city) = names.Called(writer);
        return Begun(plan, writer, message ? "private-message" : "post", NoLabels) with
        {
            OtherPeople = others,
            Text = writer.Voice.Grow(message ? "message" : "mention", ref random, names.Called(other).FirstName, city),
        };
    }

    /// <summary>A comment on an earlier record, or one that passes it on, in the words of the trade it speaks of.</summary>
    private SampleRecord Answering(SamplePlan plan, SamplePlan target, SampleTraits writer, ref SampleRandom random)
    {
        var comment = plan.Shape == SampleShape.Comment;
        var answered = SampleTraits.Of(seed, target.Author);
        var voice = answered.Language == writer.Language ? answered.Voice : writer.Voice;
        var (_, city) = names.Called(writer);
        var quotes = !comment || random.Chance(120);
        var lost = !comment && random.Chance(15);
        return Begun(plan, writer, comment ? "comment" : "post", target.Union ? Union : NoLabels) with
        {
            Visibility = comment ? target.Visibility : plan.Visibility,
            OtherPeople = target.Author == plan.Author ? [] : [SamplePerson.IdOf(target.Author)],
            DerivedFrom = lost ? $"{Gone}{random.Below(1_000_000):D6}" : quotes ? IdOf(target.Number) : null,
            Text = voice.Grow(comment ? "comment" : "repost", ref random, names.Called(answered).FirstName, city),
        };
    }

    private static SampleRecord Begun(SamplePlan plan, SampleTraits writer, string? kind, string[] labels) => new()
    {
        Id = IdOf(plan.Number),
        Author = plan.Author < 0 ? null : SamplePerson.IdOf(plan.Author),
        Kind = kind,
        Labels = labels,
        Visibility = plan.Visibility,
        Created = plan.Created,
        Text = "",
        Language = writer.LanguageCode,
    };

    /// <summary>A few records in a thousand lack something, or say it wrongly.</summary>
    private static SampleRecord Flawed(SampleRecord record, ref SampleRandom random) => random.Below(2500) switch
    {
        < 10 => record with { Created = null },
        < 11 => record with { Created = null, ImpossibleDate = "2023-02-29T12:00:00Z" },
        < 16 => record with { Labels = UnknownLabel },
        < 18 => record with { Labels = null },
        < 22 => record with { Visibility = null },
        _ => record,
    };

    /// <summary>An earlier post with an author, more likely a recent one; now and then, for one that passes on, a private message.</summary>
    private SamplePlan? Target(SamplePlan plan, ref SampleRandom random)
    {
        var leak = plan.Shape == SampleShape.Repost && random.Chance(8);
        for (var attempt = 1; attempt <= 16; attempt++)
        {
            var back = 1 + random.Below((int)Math.Min(Math.Max(plan.Number, 1), 250L * attempt));
            if (back > plan.Number) return null;
            var target = SamplePlan.Of(seed, plan.Number - back, people, records);
            var fits = leak ? target.Shape == SampleShape.Message : target.Shape is SampleShape.Post or SampleShape.Mention && target.Visibility != "private";
            if (fits && target.Author >= 0) return target;
        }
        return null;
    }

    /// <summary>Somebody else, if possible of the same language.</summary>
    private SampleTraits? Another(int author, byte language, int members, ref SampleRandom random)
    {
        SampleTraits? found = null;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var number = random.Below(members);
            if (number == author) continue;
            found = SampleTraits.Of(seed, number);
            if (found.Value.Language == language) break;
        }
        return found;
    }
}
