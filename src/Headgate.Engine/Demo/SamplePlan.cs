namespace Headgate.Engine.Demo;

/// <summary>What a record is going to be, without its words: cheap to make again for a record that refers to it.</summary>
/// <param name="Author">The number of a person; negative where the record has no author.</param>
/// <param name="Union">Whether it was written in a trade-union group.</param>
internal readonly record struct SamplePlan(long Number, SampleShape Shape, int Author, Instant Created, string Visibility, bool Union)
{
    public static SamplePlan Of(ulong seed, long number, int people, long records)
    {
        var random = SampleRandom.For(seed, SampleStream.Record, number);
        var created = SampleCalendar.Written(number, records, random.Below(1000) / 1000.0);
        var author = Somebody(ref random, SampleCalendar.Members(number, records, people));
        var (shape, of) = Profile(number, people, records) is { } person ? (SampleShape.Profile, person) : (Drawn(ref random), author);
        var visibility = shape is SampleShape.Message or SampleShape.Salary ? "private" : random.Below(100) switch
        {
            < 3 => shape == SampleShape.Profile ? "public" : "private",
            < 16 => "connections",
            _ => "public",
        };
        var union = shape is SampleShape.Post && random.Chance(35);
        return new(number, shape, shape != SampleShape.Profile && random.Chance(3) ? -1 : of, created, visibility, union);
    }

    /// <summary>One of the members, some of them far more often than others.</summary>
    public static int Somebody(ref SampleRandom random, int members)
    {
        var number = random.Below(members);
        return random.Chance(350) ? number / 12 * 12 : number;
    }

    /// <summary>Whose profile the record is, profiles being spread evenly over the records in order of joining; null where it is none.</summary>
    private static int? Profile(long number, int people, long records)
    {
        var profiles = Math.Min(people, records / 4);
        var place = number * profiles / records;
        if ((number + 1) * profiles / records == place) return null;
        return (int)(place * people / profiles);
    }

    private static SampleShape Drawn(ref SampleRandom random) => random.Below(1000) switch
    {
        < 370 => SampleShape.Post,
        < 440 => SampleShape.Mention,
        < 530 => SampleShape.Repost,
        < 850 => SampleShape.Comment,
        < 985 => SampleShape.Message,
        < 995 => SampleShape.Salary,
        _ => SampleShape.Odd,
    };
}

/// <summary>What a record of the sample network is, more finely than its kind.</summary>
internal enum SampleShape
{
    Profile,
    Post,

    /// <summary>A post that names somebody.</summary>
    Mention,

    /// <summary>A post that passes on another.</summary>
    Repost,
    Comment,
    Message,
    Salary,

    /// <summary>Of a kind that no policy knows.</summary>
    Odd,
}
