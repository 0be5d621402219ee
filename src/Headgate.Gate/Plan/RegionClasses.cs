namespace Headgate.Gate;

/// <summary>Which class of regions an alpha-2 code falls into.</summary>
internal sealed class RegionClasses
{
    /// <summary>The class of what is no alpha-2 code.</summary>
    public const short NotUnderstood = -1;

    /// <summary>The number of what is no alpha-2 code, among <see cref="PlaceOf"/>.</summary>
    public static int UnknownPlace => IsoCountries.Codes.Count;

    private readonly short[] byCode = new short[1 << 16];
    private readonly short[] placeOf = new short[1 << 16];
    private readonly List<string> some = [];

    public RegionClasses(SubjectClasses classes)
    {
        Array.Fill(byCode, NotUnderstood);
        Array.Fill(placeOf, (short)UnknownPlace);
        short place = 0;
        foreach (var code in IsoCountries.Codes)
        {
            var index = classes.RegionClass(code);
            while (some.Count <= index) some.Add(code);
            some[index] = code;
            byCode[code[0] << 8 | code[1]] = (short)index;
            placeOf[code[0] << 8 | code[1]] = place++;
        }
    }

    public int Count => some.Count;

    /// <summary>A region of a class.</summary>
    public string Some(int index) => some[index];

    /// <summary>The number of an alpha-2 code among all of them.</summary>
    public short PlaceOf(ReadOnlySpan<byte> utf8) => utf8.Length == 2 ? placeOf[utf8[0] << 8 | utf8[1]] : (short)UnknownPlace;

    public short ClassOf(ReadOnlySpan<byte> utf8) => utf8.Length == 2 ? byCode[utf8[0] << 8 | utf8[1]] : NotUnderstood;
}
