using Headgate.Suggest.Text;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>Word boundaries, in the notation of the Unicode test file: ÷ where a boundary is, × where none is. One group a rule of UAX #29.</summary>
public sealed class WordBreakTests
{
    [Theory]
    [InlineData("WB3", "÷ 000D × 000A ÷")]
    [InlineData("WB3a, WB3b", "÷ 0061 ÷ 000A ÷ 0061 ÷")]
    [InlineData("WB3a: nothing joins a newline", "÷ 000D ÷ 0308 ÷ 0041 ÷")]
    [InlineData("WB3c", "÷ 200D × 2640 ÷")]
    [InlineData("WB3c", "÷ 1F468 × 200D × 1F469 × 200D × 1F466 ÷")]
    [InlineData("WB3d", "÷ 0020 × 0020 ÷ 0061 ÷")]
    [InlineData("WB3d: not across a mark", "÷ 0020 × 0308 ÷ 0020 ÷")]
    [InlineData("WB4", "÷ 0061 × 0308 × 0062 ÷")]
    [InlineData("WB4", "÷ 0061 × 00AD × 0062 ÷")]
    [InlineData("WB4", "÷ 0061 × 0300 × 200D × 0062 ÷")]
    [InlineData("WB5", "÷ 0061 × 00E9 × 0391 × 0416 ÷")]
    [InlineData("WB5: astral letters", "÷ 10400 × 10428 ÷")]
    [InlineData("WB6, WB7", "÷ 0063 × 0061 × 006E × 0027 × 0074 ÷")]
    [InlineData("WB6, WB7", "÷ 006C × 2019 × 00E9 ÷")]
    [InlineData("WB6: a mark between", "÷ 0061 × 0027 × 0308 × 0062 ÷")]
    [InlineData("WB6: nothing follows", "÷ 0061 ÷ 0027 ÷ 0020 ÷")]
    [InlineData("WB6: two of them", "÷ 0061 ÷ 003A ÷ 003A ÷ 0062 ÷")]
    [InlineData("WB6", "÷ 0061 × 003A × 0062 ÷")]
    [InlineData("WB7a", "÷ 05D0 × 0027 ÷")]
    [InlineData("WB7b, WB7c", "÷ 05D0 × 0022 × 05D1 ÷")]
    [InlineData("WB7b: letters of other scripts", "÷ 0061 ÷ 0022 ÷ 0062 ÷")]
    [InlineData("WB8, WB9, WB10", "÷ 0041 × 0033 × 0034 × 0061 ÷")]
    [InlineData("WB11, WB12", "÷ 0033 × 002C × 0034 × 002E × 0035 ÷")]
    [InlineData("WB12: no digit follows", "÷ 0033 ÷ 002C ÷ 0061 ÷")]
    [InlineData("WB11: no digit before", "÷ 0061 ÷ 002C ÷ 0034 ÷")]
    [InlineData("WB13", "÷ 30A2 × 30FC × 30AB ÷")]
    [InlineData("WB13a, WB13b", "÷ 0061 × 005F × 0031 × 005F × 30A2 ÷")]
    [InlineData("WB15, WB16", "÷ 1F1E6 × 1F1E7 ÷ 1F1E8 ÷")]
    [InlineData("WB16", "÷ 0061 ÷ 1F1E6 × 1F1E7 ÷ 1F1E8 × 1F1E9 ÷ 0062 ÷")]
    [InlineData("WB999", "÷ 4E00 ÷ 4E01 ÷ 3042 ÷ 3044 ÷ 0E01 ÷")]
    [InlineData("WB999: punctuation", "÷ 0061 ÷ 0021 ÷ 0062 ÷")]
    [InlineData("WB4: a skin tone belongs to its hand", "÷ 1F44B × 1F3FD ÷ 0061 ÷")]
    [InlineData("an unpaired surrogate stands alone", "÷ 0061 ÷ D800 ÷ 0061 ÷")]
    public void breaks_where_the_rule_says(string rule, string expected)
    {
        var parts = expected.Split(' ');
        var text = string.Concat(parts.Where((_, i) => i % 2 == 1).Select(code => Convert.ToInt32(code, 16)).Select(code => code is >= 0xD800 and < 0xE000 ? ((char)code).ToString() : char.ConvertFromUtf32(code)));
        var found = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            at = WordBreaks.Next(text, at);
            found.Add(at);
        }
        var wanted = new List<int>();
        var length = 0;
        for (var i = 1; i < parts.Length; i += 2)
        {
            length += Convert.ToInt32(parts[i], 16) > 0xFFFF ? 2 : 1;
            if (parts[i + 1] == "÷") wanted.Add(length);
        }
        Assert.True(wanted.SequenceEqual(found), $"{rule}: {expected}: found [{string.Join(", ", found)}]");
    }
}
