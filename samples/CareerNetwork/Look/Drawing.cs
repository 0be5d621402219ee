using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CareerNetwork;

/// <summary>Every picture of the network, drawn here: nothing is a photo of anybody, or of anywhere.</summary>
internal static class Drawing
{
    private static readonly string[] Hues = ["#7c3f58", "#2f5d62", "#8a5a19", "#4a4e8f", "#3d6b35", "#9a4528", "#2a5f8a", "#6b4a86"];

    public static string Mark() =>
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#16505a"/><path d="M6 12h20M9 12v9M16 12v9M23 12v9" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><path d="M5 25c2.2-2 4.4-2 6.6 0s4.4 2 6.6 0 4.4-2 6.6 0" stroke="#f2b84b" stroke-width="2.2" fill="none" stroke-linecap="round"/></svg>""";

    /// <summary>A portrait made of shapes that a name decides.</summary>
    public static string Face(Person person)
    {
        var bits = Bits(person.Id);
        var (ground, coat) = (Hues[bits[0] % Hues.Length], Hues[(bits[0] + 3) % Hues.Length]);
        string[] skins = ["#f1c9a5", "#d9a06b", "#a86b3c", "#7a4a2a", "#e8b48c"];
        string[] hairs = ["#2b2118", "#5a3a1e", "#8c8378", "#b9812f", "#1c1c24"];
        var (skin, hair) = (skins[bits[1] % skins.Length], hairs[bits[2] % hairs.Length]);
        var cut = (bits[3] % 3) switch
        {
            0 => $"<path d=\"M30 46c-3-22 43-22 40 0 0-10-8-14-20-14s-20 4-20 14z\" fill=\"{hair}\"/>",
            1 => $"<path d=\"M28 66c-6-44 50-44 44 0-2-16-5-28-22-28s-20 12-22 28z\" fill=\"{hair}\"/>",
            _ => $"<circle cx=\"50\" cy=\"22\" r=\"9\" fill=\"{hair}\"/><path d=\"M31 44c0-18 38-18 38 0-4-8-10-11-19-11s-15 3-19 11z\" fill=\"{hair}\"/>",
        };
        return Text($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="{ground}"/><circle cx="{70 + bits[4] % 20}" cy="{10 + bits[5] % 20}" r="34" fill="#fff" opacity=".09"/><path d="M12 100c2-24 18-32 38-32s36 8 38 32z" fill="{coat}"/><rect x="43" y="58" width="14" height="16" rx="6" fill="{skin}"/><ellipse cx="50" cy="47" rx="18" ry="21" fill="{skin}"/>{cut}</svg>""");
    }

    public static string Banner(Person person)
    {
        var bits = Bits(person.Id + "/banner");
        var svg = new StringBuilder($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 150" preserveAspectRatio="xMidYMid slice"><rect width="720" height="150" fill="{Hues[Bits(person.Id)[0] % Hues.Length]}"/>""");
        for (var i = 0; i < 7; i++)
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M0 {40 + 16 * i}c{90 + bits[i] % 60} {bits[i + 7] % 40 - 20} {150 + bits[i] % 80} {20 - bits[i + 7] % 40} 360 0s{220 + bits[i + 14] % 80} {bits[i + 14] % 30 - 15} 360 0v150H0z" fill="#fff" opacity=".06"/>""");
        return svg.Append("</svg>").ToString();
    }

    /// <param name="shows"><c>vineyard</c>, <c>mountain</c>, <c>harbour</c> or <c>workshop</c>.</param>
    public static string Photo(string id, string shows)
    {
        var bits = Bits(id);
        var scene = shows switch
        {
            "vineyard" => Rows(bits),
            "mountain" => """<rect width="720" height="400" fill="#1b2a49"/><circle cx="560" cy="80" r="34" fill="#f4ecd0"/><path d="M0 330 170 120l90 110 80-80 150 170 90-90 140 140v90H0z" fill="#41557f"/><path d="m170 120 40 48-22 10-18-12-20 14-14-24zM340 150l30 34-18 6-14-10-16 12-10-16z" fill="#eef3fb"/><path d="M0 360 720 300v100H0z" fill="#dfe7f2"/><path d="M40 40 690 250" stroke="#0d1526" stroke-width="3"/><path d="M352 141v26" stroke="#0d1526" stroke-width="4"/><rect x="318" y="166" width="70" height="46" rx="8" fill="#c8432b"/><path d="M328 176h20v16h-20zM358 176h20v16h-20z" fill="#ffe9a8"/>""",
            "harbour" => """<rect width="720" height="400" fill="#f3d9a4"/><circle cx="360" cy="190" r="70" fill="#e98a4b"/><rect y="230" width="720" height="170" fill="#1f6f78"/><path d="M0 260h720M60 300h240M380 300h280M20 340h200M300 340h330" stroke="#fff" stroke-width="3" opacity=".35"/><path d="M90 232c60-60 150-60 200 0zM470 232c40-44 130-44 170 0z" fill="#28563f"/><path d="M150 200v-50M190 196v-40M560 204v-36" stroke="#2b2118" stroke-width="5"/><path d="m132 150 36-8v18zM172 156l34-8v16zM544 168l32-8v16z" fill="#26354f"/><circle cx="180" cy="212" r="5" fill="#ffe36b"/><circle cx="230" cy="216" r="5" fill="#ffe36b"/><circle cx="566" cy="216" r="5" fill="#ffe36b"/>""",
            _ => """<rect width="720" height="400" fill="#3a2a20"/><rect y="290" width="720" height="110" fill="#6e4b2c"/><path d="M0 290h720" stroke="#8d6239" stroke-width="6"/><path d="M420 60h200v150H420z" fill="#d7b370" opacity=".35"/><path d="M520 60v150M420 135h200" stroke="#3a2a20" stroke-width="8"/><path d="M150 300c-40-30-40-100 0-130 10-40 70-40 80 0 40 30 40 100 0 130z" fill="#a3201b"/><circle cx="190" cy="232" r="24" fill="#1c120c"/><path d="M182 60h16v150h-16z" fill="#20140d"/><path d="M340 300v-70l14-30 14 30v70zM390 300v-90h16v90z" fill="#c9a063"/>""",
        };
        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400" preserveAspectRatio="xMidYMid slice">{scene}</svg>""";
    }

    private static string Rows(byte[] bits)
    {
        var svg = new StringBuilder("""<rect width="720" height="400" fill="#cfe3e6"/><circle cx="590" cy="90" r="44" fill="#fbf3d8"/><path d="M0 200c160-60 300-70 420-30s220 10 300-20v250H0z" fill="#8fa98a"/><path d="M0 240c200-50 420-40 720 0v160H0z" fill="#5f7f4e"/>""");
        for (var i = 0; i < 9; i++)
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{360 + (i - 4) * 26} 246 {360 + (i - 4) * 150} 400" stroke="#33502b" stroke-width="{6 + bits[i] % 6}" stroke-linecap="round"/><path d="M{360 + (i - 4) * 26} 244 {360 + (i - 4) * 150} 396" stroke="#e9f2ec" stroke-width="2" stroke-dasharray="3 {7 + bits[i] % 5}"/>""");
        return svg.ToString();
    }

    private static byte[] Bits(string of) => SHA256.HashData(Encoding.UTF8.GetBytes(of));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
