namespace Headgate.Engine.Demo;

/// <summary>Makes the people of the sample network, each from the seed and their number alone.</summary>
internal sealed class SamplePeople(ulong seed, int count)
{
    /// <summary>The day of which stated ages speak.</summary>
    private static readonly DateOnly AgeOn = new(2024, 9, 1);

    private static readonly DateOnly MinorsJoinedFrom = new(2023, 3, 1);

    private static readonly (int From, int? To, string Words)[] Bands =
        [(0, 15, "13-15"), (16, 17, "16-17"), (18, 24, "18-24"), (25, 34, "25-34"), (35, 44, "35-44"), (45, 54, "45-54"), (55, 64, "55-64"), (65, null, "65+")];

    private static readonly string[] OtherSources = ["billing", "network", "phone"];

    public SamplePerson Person(int number)
    {
        var traits = SampleTraits.Of(seed, number);
        var random = SampleRandom.For(seed, SampleStream.Person, number);
        var (first, city) = Called(traits, ref random);
        var name = traits.Names.Grow("display", ref random, first, city);
        var joined = SampleCalendar.Joined(number, count).Date;
        var person = new SamplePerson
        {
            Number = number,
            Name = name,
            FirstName = first,
            Headline = traits.Voice.Grow("headline", ref random, first, city),
            Home = traits.Home.Code,
            City = city,
            Language = traits.LanguageCode,
            Profession = traits.ProfessionName,
            Claims = Claims(traits.Home, ref random),
            Joined = joined,
            Status = Status(ref random),
        };
        return WithAge(person, ref random);
    }

    /// <summary>How somebody is called and where they live, without the rest of them.</summary>
    public (string FirstName, string City) Called(SampleTraits traits)
    {
        var random = SampleRandom.For(seed, SampleStream.Person, traits.Number);
        return Called(traits, ref random);
    }

    private static (string FirstName, string City) Called(SampleTraits traits, ref SampleRandom random)
    {
        var first = traits.Names.Grow("first", ref random);
        return (first, traits.Names.Grow("city", ref random));
    }

    private static List<SampleClaim> Claims(SampleRegion home, ref SampleRandom random)
    {
        var elsewhere = SampleRegion.All[SampleRegion.Draw(ref random)].Code;
        return random.Below(1000) switch
        {
            < 4 => [],
            < 8 => [new("declared", null)],
            < 11 => [new("declared", [])],
            < 15 => [new("declared", ["Atlantis"])],
            < 18 => [new("declared", [home.Code, "Middle Earth"])],
            < 38 => [new("declared", [random.Pick(home.OtherWords)])],
            < 62 => [new("declared", [home.Code]), new(random.Pick(OtherSources), [elsewhere])],
            < 68 => [new("declared", [home.Code, elsewhere])],
            _ => [new("declared", [home.Code])],
        };
    }

    private static string? Status(ref SampleRandom random) => random.Below(1000) switch
    {
        < 15 => "closed",
        < 23 => "memorialised",
        < 26 => null,
        _ => "active",
    };

    private static SamplePerson WithAge(SamplePerson person, ref SampleRandom random)
    {
        var minor = person.Joined >= MinorsJoinedFrom && random.Chance(110);
        var years = minor ? random.Between(15, 17) : random.Chance(30) ? random.Between(16, 17) : random.Between(18, 44) + random.Below(15);
        var at = minor ? AgeOn : person.Joined;
        var born = at.AddYears(-years).AddDays(-random.Below(365));
        var age = BirthRange.FullYears(born, AgeOn);
        return random.Below(1000) switch
        {
            < 600 => person with { Born = born },
            < 820 => person with { Age = age, AgeOn = AgeOn },
            < 950 => person with { AgeBand = Bands.First(band => age >= band.From && !(age > band.To)).Words, AgeOn = AgeOn },
            _ => person,
        };
    }
}
