namespace Headgate.Engine.Demo;

/// <summary>What of a person decides how they write: small, and made again whenever it is needed instead of being kept.</summary>
internal readonly record struct SampleTraits(int Number, byte Region, byte Language, byte Profession, bool ReservesText, bool ReservesPhotos)
{
    /// <summary>The languages of the demo. English comes first: everybody may fall back on it.</summary>
    public static readonly string[] Languages = ["en", "de", "fr", "nl", "pl", "pt", "es"];

    private static readonly SampleVariant[][] Voices =
        [.. Languages.Select(language => SampleGrammar.Load(language)).Select(grammar => grammar.Variants.Select(variant => grammar[variant]).ToArray())];

    private static readonly byte[][] InEnglishToo =
        [.. Languages.Select(language => SampleGrammar.Load(language).Variants.Select(variant => (byte)SampleGrammar.Load("en").Variants.ToList().IndexOf(variant)).ToArray())];

    public static SampleTraits Of(ulong seed, int number)
    {
        var random = SampleRandom.For(seed, SampleStream.Traits, number);
        var region = SampleRegion.Draw(ref random);
        var language = (byte)Array.IndexOf(Languages, random.Pick(SampleRegion.All[region].Languages));
        var profession = (byte)random.Below(Voices[language].Length);
        return new(number, region, language, profession, random.Chance(25), random.Chance(60));
    }

    public SampleRegion Home => SampleRegion.All[Region];

    public string LanguageCode => Languages[Language];

    public string ProfessionName => SampleGrammar.Load(LanguageCode).Variants[Profession];

    /// <summary>The words of their profession in their language.</summary>
    public SampleVariant Voice => Voices[Language][Profession];

    /// <summary>The same person when they write in English.</summary>
    public SampleTraits InEnglish => this with { Language = 0, Profession = InEnglishToo[Language][Profession] };

    /// <summary>The names and cities of where they live.</summary>
    public SampleVariant Names => SampleGrammar.Load("people")[Home.Code];
}
