namespace Headgate.Engine.Demo;

/// <summary>A region of the sample network: how many people live there and what they write in.</summary>
/// <param name="Weight">Its share of the people, against the sum of all.</param>
/// <param name="Languages">A language as often as it is written.</param>
/// <param name="OtherWords">Other ways in which its people write where they are.</param>
internal sealed record SampleRegion(string Code, int Weight, IReadOnlyList<string> Languages, IReadOnlyList<string> OtherWords)
{
    private static readonly byte[] Wheel;

    static SampleRegion()
    {
        All =
        [
            From("GB", 170, "en", "UK", "United Kingdom", "GBR"), From("US", 165, "en", "USA", "United States"), From("DE", 110, "de de de en", "DEU", "Germany"),
            From("FR", 80, "fr fr fr en", "FRA", "France"), From("IN", 80, "en", "IND", "India"), From("BR", 60, "pt pt pt en", "BRA", "Brazil"),
            From("NL", 50, "nl nl en", "NLD"), From("PL", 50, "pl pl pl en", "POL", "Poland"), From("ES", 50, "es es es en", "ESP"),
            From("CA", 45, "en en fr", "CAN", "Canada"), From("IE", 30, "en", "IRL", "Ireland"), From("CH", 30, "de de fr en", "CHE", "Switzerland"),
            From("SE", 25, "en", "SWE", "Sweden"), From("HK", 25, "en", "HKG", "Hong Kong"), From("NO", 20, "en", "NOR", "Norway"),
            From("PT", 15, "pt pt en", "PRT"), From("IT", 15, "en", "ITA", "Italy"), From("JE", 10, "en", "Jersey"),
            From("GG", 8, "en", "Guernsey"), From("GI", 8, "en es", "Gibraltar"), From("IM", 8, "en", "Isle of Man"),
            From("RE", 4, "fr", "REU"), From("AX", 3, "en", "ALA"), From("GL", 3, "en", "Greenland"),
        ];
        Wheel = [.. All.SelectMany((region, number) => Enumerable.Repeat((byte)number, region.Weight))];
    }

    /// <summary>The regions of the sample network, the largest first.</summary>
    public static IReadOnlyList<SampleRegion> All { get; }

    /// <summary>A region by weight, as its place among <see cref="All"/>.</summary>
    public static byte Draw(ref SampleRandom random) => Wheel[random.Below(Wheel.Length)];

    private static SampleRegion From(string code, int weight, string languages, params string[] otherWords) =>
        new(code, weight, languages.Split(' '), otherWords);
}
