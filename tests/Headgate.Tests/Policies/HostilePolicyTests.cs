using CsCheck;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>Whatever is given to the reader, it answers soon, with a position in the file, and never throws.</summary>
public sealed class HostilePolicyTests
{
    private const int OneMebibyte = 1 << 20;
    private const int SmallStack = 256 * 1024;

    [Theory]
    [InlineData("a: 1\nb:\n\tc: 1\n", 3, 1)]
    [InlineData("rules:\n  - deny: x\n\twhen: { a: b }\n", 3, 1)]
    [InlineData("rules:\n  - deny: x\n  \twhen: { a: b }\n", 3, 3)]
    [InlineData("a: |\n  text\n  \tof several lines\nrules:\n  - deny: x\n    when:\n    \tregion: GB\n", 7, 5)]
    [InlineData("a: 1\r\nb:\r\n\tc: 1\r\n", 3, 1)]
    [InlineData("a: [b]\n\tc: d\n", 2, 1)]
    public void a_tab_is_pointed_at_where_it_stands(string text, int line, int column) =>
        Expect(text, line, column, "the line is indented with a tab", "indent with spaces, not tabs");

    /// <summary>What looks like a comment, and is a rule; what looks like one word, and is another.</summary>
    [Theory]
    [InlineData("a: 1\n# nothing here\u2028rules: []\n", 2, 15, "the file holds U+2028, a line break that many editors do not show")]
    [InlineData("a: 1\n# nothing here\u2029rules: []\n", 2, 15, "the file holds U+2029, a line break that many editors do not show")]
    [InlineData("a: 1\n# nothing here\u0085rules: []\n", 2, 15, "the file holds U+0085, a line break that many editors do not show")]
    [InlineData("# shown\rrules: []\n", 1, 8, "a carriage return stands alone")]
    [InlineData("a: 1\r\nb: 2\r", 2, 5, "a carriage return stands alone")]
    [InlineData("a: \"x\u202E y\"\n", 1, 6, "the file holds U+202E, a mark that turns the direction of text")]
    [InlineData("a: 1 # \u2066 }\n", 1, 8, "the file holds U+2066, a mark that turns the direction of text")]
    [InlineData("a: \u001b[2Jb\n", 1, 4, "the file holds U+001B, a control character")]
    [InlineData("\u007f", 1, 1, "the file holds U+007F, a control character")]
    public void what_makes_a_file_read_otherwise_than_it_looks_is_refused(string text, int line, int column, string problem) => Expect(text, line, column, problem, "");

    [Theory]
    [InlineData("trаin", "U+0430 in it is a Cyrillic letter")]
    [InlineData("τrain", "U+03C4 in it is a Greek letter")]
    [InlineData("train２", "U+FF12 in it is a full-width form")]
    [InlineData("tr\u00ADain", "U+00AD in it is a character without width")]
    [InlineData("tra\u200Din", "U+200D in it is a character without width")]
    [InlineData("tra\u2060in", "U+2060 in it is a character without width")]
    [InlineData("\u200Etrain", "U+200E in it is a mark that turns the direction of text")]
    [InlineData("train‐drafts", "U+2010 in it is a dash of another kind")]
    [InlineData("train\u00A0ai", "U+00A0 in it is a space of another kind")]
    [InlineData("𝐭rain", "U+1D42D in it is a mathematical letter")]
    [InlineData("tráin", "U+00E1 in it is no letter from a to z")]
    public void a_look_alike_in_a_name_is_refused_by_its_code_point(string name, string help)
    {
        foreach (var text in (string[])
            [$"{Head}content: [post, \"{name}\"]\nrules: []\n", $"{Head}content: [post]\nlabels: [\"{name}\"]\nrules: []\n", $"{Head}content: [post]\nregions: {{ \"{name}\": GB }}\nrules: []\n",
             $"{Head}content: [post]\nrules: [{{ deny: \"{name}\" }}]\n", Head.Replace("policy: p", $"policy: \"{name}\"", StringComparison.Ordinal) + "content: [post]\nrules: []\n",
             Head.Replace("train:", $"\"{name}\":", StringComparison.Ordinal) + "content: [post]\nrules: []\n"])
        {
            var problem = Assert.Single(PolicyReader.Read(text).Problems);
            Assert.EndsWith(" is no name", problem.Problem, StringComparison.Ordinal);
            Assert.EndsWith($"({help})", problem.Help, StringComparison.Ordinal);
            Assert.True(problem.Line > 1 && problem.Column > 1);
            Assert.DoesNotContain(name, problem.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void text_for_people_may_be_in_any_language()
    {
        var policy = PolicyReader.Read(Head.Replace("train:", "train: { title: \"Обучение 訓練 می\u200Cخواهم café\" }", StringComparison.Ordinal) + "content: [post]\nrules: []\n").Policy;
        Assert.Equal("Обучение 訓練 می\u200Cخواهم café", policy!.Purposes["train"].Title);
    }

    [Theory]
    [InlineData("", 1, 1, "the file is empty")]
    [InlineData("\n\n# nothing but a comment\n", 1, 1, "the file is empty")]
    [InlineData("---\n", 1, 1, "the file is empty")]
    [InlineData("- headgate: 1\n", 1, 1, "a policy must be a mapping")]
    [InlineData("just words\n", 1, 1, "a policy must be a mapping")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "`a` stands twice")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "a second document begins")]
    [InlineData("a: 1\nb: x\0y\n", 2, 5, "the file holds a NUL character")]
    [InlineData("\0", 1, 1, "the file holds a NUL character")]
    [InlineData("a: &b c\n", 1, 4, "anchors and aliases are not read")]
    [InlineData("a: 1\nb: *a\n", 2, 4, "anchors and aliases are not read")]
    [InlineData("a: !!python/object b\n", 1, 4, "tags are not read")]
    [InlineData("a: 1\nb: !env HOME\n", 2, 4, "tags are not read")]
    [InlineData("[a, b]: c\n", 1, 1, "a key must be a word")]
    [InlineData("a: {b: c\n", 2, 1, "this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'")]
    [InlineData("a: b\n   c: d\n", 2, 5, "this is not YAML: while scanning")]
    [InlineData("a: \"\\UFFFFFFFF\"\n", 1, 15, "this is not YAML: something here has no meaning")]
    [InlineData("...\n...\n", 1, 1, "this is not YAML")]
    public void what_is_no_policy_is_pointed_at(string text, int line, int column, string problem) => Expect(text, line, column, problem, "");

    [Fact]
    public void an_anchor_bomb_is_defused()
    {
        var bomb = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));
        Expect(bomb, 1, 5, "anchors and aliases are not read", "write the value out");
    }

    [Fact]
    public void a_file_of_more_than_a_mebibyte_is_not_read() =>
        Expect("headgate: 1\n" + new string('#', 10 * OneMebibyte), 1, 1, "the file has 10485772 characters", "at most 1048576");

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{a: ")]
    [InlineData("[a, ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void deep_nesting_is_an_error(string nesting)
    {
        var problem = Assert.Single(Soon(nesting, Repeat(nesting, OneMebibyte)).Problems);
        Assert.Contains(problem.Problem, (string[])["this is nested too deeply", "this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'"]);
        Assert.Equal(1, problem.Line);
    }

    [Fact]
    public void nothing_takes_long()
    {
        string[] repeated =
        [
            "[", "{", "- ", "? ", "&a ", "\"", "'", "\n", "#", " ", "\t", "a: ", "a", "a,", "%YAML 1.1\n", "!", "|", ">\n", "- a\n", "k: v\n", "\r", "...\n", "---\n", "*a ", "\\",
            "?\n", "-\n", ": ", "a b ", "漢", "\u0085", "\ud800", "<<: *a\n", "\"a\" : \n", "'' ",
        ];
        foreach (var unit in repeated) Soon(unit, Repeat(unit, OneMebibyte));
        foreach (var unit in (string[])["\n", "\\", "\\u0041", "a b ", "\t", "'", "漢"]) Soon($"a: \"{unit}", "a: \"" + Repeat(unit, OneMebibyte - 8));
        foreach (var unit in (string[])["  x\n", "\n", " \n", "  \t\n"]) Soon($"block {unit}", "a: |\n" + Repeat(unit, OneMebibyte - 8));
    }

    [Fact]
    public void many_names_and_many_errors_do_not_take_long()
    {
        var names = Many(9000, i => $"n{i}-{new string('a', 50)}");
        Soon("names that are near", $"{Head}content: [{names}]\nrules:\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"  - deny: d{i}\n    when: {{ content: n{i}-{new string('a', 49)}b }}\n")));
        Soon("names in every rule", $"{Head}content: [{names}]\nrules:\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"  - deny: d{i}\n    when: {{ content: n{i}-{new string('a', 50)} }}\n")));
        Soon("unknown regions", $"{Head}content: [post]\nregions: {{ g: [{Many(19_000, i => $"Z{i}")}] }}\nrules: []\n");
        Soon("unknown keys", string.Concat(Enumerable.Range(0, 9000).Select(i => $"k{i}: v\n")));
        Soon("rules", $"{Head}content: [post]\nrules:\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"  - deny: d{i}\n    when: {{ region: [UK, EU] }}\n")));
        Soon("rules that nearly overtake each other", $"{Head}content: [post]\nregions: {{ most: [{string.Join(", ", IsoCountries.Codes.Where(code => code != "US"))}] }}\nrules:\n"
            + string.Concat(Enumerable.Range(0, 1500).Select(i => $"  - deny: d{i}\n    when: {{ region: most, age: {{ from: {i / 20}, under: {(i / 20) + 1} }} }}\n")));
        Soon("notices", $"{Head}content: [post]\nnotices:\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"  n{i}: {{ version: 1 }}\n")) + "rules: []\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void a_long_chain_of_groups_is_followed(bool forwards)
    {
        const int Length = 4000;
        var links = Enumerable.Range(0, Length).Select(i => $"g{i}: g{i + 1}");
        var text = $"{Head}content: [post]\nregions: {{ {string.Join(", ", forwards ? links : links.Reverse())}, g{Length}: UK }}\nrules: [{{ deny: d, when: {{ region: g0 }} }}]\n";
        var policy = Soon("chain", text).Policy;
        Assert.Equal(["GB"], policy!.Groups["g0"]);
    }

    [Fact]
    public void a_ring_of_groups_is_an_error_where_it_closes()
    {
        var ring = string.Join(", ", Enumerable.Range(0, 4000).Select(i => $"g{i}: [g{(i + 1) % 4000}]"));
        var problem = Assert.Single(Soon("ring", $"{Head}content: [post]\nregions: {{ {ring} }}\nrules: []\n").Problems);
        Assert.Equal("the group `g3999` holds itself", problem.Problem);
    }

    [Fact]
    public void no_text_makes_the_reader_throw()
    {
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, 12], Gen.OneOf(Pieces).Array[0, 8]).Sample((at, cut, written) =>
        {
            foreach (var text in (string[])[Valid[..at] + string.Concat(written) + Valid[Math.Min(Valid.Length, at + cut)..], string.Concat(written)])
            {
                var reading = PolicyReader.Read(text);
                Assert.True(reading.Policy is not null || reading.Problems.Count > 0);
                var lines = text.Split('\n', '\r', '\u0085', '\u2028', '\u2029').Length + 1;
                Assert.All(reading.Problems, problem => Assert.InRange(problem.Line, 1, lines));
                Assert.All(reading.Problems, problem => Assert.True(problem.Column >= 1 && problem.Problem.Length > 0 && problem.Help.Length > 0));
                Assert.All(reading.Problems, problem => Assert.False(problem.Problem.EndsWith('.') || char.IsUpper(problem.Problem[0]), problem.Problem));
            }
        }, iter: 4000);
    }

    private const string Head = "headgate: 1\npolicy: p\nversion: 1\npurposes: { train: }\n";

    private static readonly string[] Pieces =
    [
        "a", "deny", "when", ": ", ":", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ", ", "\"", "'", "\\", "\\x", "\\U0", "&x ", "*x", "!", "!!", "|", ">", "%YAML ", "---", "...", "#", "? ", "\t",
        "\0", "\r", "\u0085", "\u2028", "\uFEFF", "\uD800", "é", "~", "null", "1", "99999999999999999999", "2025-02-30", "@", "`", "<<",
    ];

    private static readonly string Valid = new RandomPolicy(new Random(7), generous: true).Draw();

    private static void Expect(string text, int line, int column, string problem, string help)
    {
        var reading = Soon(text, text);
        Assert.Null(reading.Policy);
        var found = reading.Problems[0];
        Assert.StartsWith(problem, found.Problem, StringComparison.Ordinal);
        Assert.Equal((line, column), (found.Line, found.Column));
        Assert.Contains(help, found.Help, StringComparison.Ordinal);
    }

    /// <summary>Reads on a small stack and within a time that only a runaway exceeds: a second is the promise, but the machine may be busy.</summary>
    private static PolicyReading Soon(string what, string text)
    {
        PolicyReading? reading = null;
        var thread = new Thread(() => reading = PolicyReader.Read(text), SmallStack) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(2)), $"`{what}` is still being read");
        return reading!;
    }

    private static string Many(int count, Func<int, string> name) => string.Join(", ", Enumerable.Range(0, count).Select(name));

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));
}
