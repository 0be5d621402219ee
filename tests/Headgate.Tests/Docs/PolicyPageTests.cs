using System.Text.RegularExpressions;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Docs;

/// <summary>docs/policy.md: every example is read as it says, and every answer in its tables is the reference's.</summary>
public sealed partial class PolicyPageTests
{
    private const string Page = "docs/policy.md";
    private const string AsAbove = "as above";

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, All.Count)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void an_example_reads_and_decides_as_the_page_says(int index)
    {
        var example = All[index];
        var reading = PolicyReader.Read(Whole(example.Yaml));
        Assert.Equal(example.Problems.Order(StringComparer.Ordinal), reading.Problems.Select(problem => $"{(problem.IsWarning ? "warning" : "error")}: {problem.Problem}").Order(StringComparer.Ordinal));
        if (example.Problems.Any(problem => problem.StartsWith("error", StringComparison.Ordinal))) return;
        Assert.All(example.Answers, answer => Assert.Equal((answer.Asked, answer.Reason), (answer.Asked, Asked.Reason(reading.Policy!, Question, answer.Asked))));
    }

    [Fact]
    public void the_page_has_examples_and_answers()
    {
        Assert.InRange(All.Count, 12, 100);
        Assert.InRange(All.Sum(example => example.Answers.Count), 60, 1000);
        Assert.Equal(AnswerRow().Count(Repository.Read(Page)), All.Sum(example => example.Answers.Count));
    }

    [Fact]
    public void the_page_shows_every_key()
    {
        var shown = string.Join('\n', All.Select(example => example.Yaml));
        foreach (var key in PolicyLanguage.Shapes.SelectMany(shape => shape.Words).Concat(PolicyLanguage.Not).Distinct())
            Assert.Matches($@"(^|[\s{{]){key}:", shown);
    }

    /// <summary>The question that the tables vary.</summary>
    private static string Question { get; } = QuestionLine().Matches(Repository.Read(Page))[^1].Groups["options"].Value;

    private static IReadOnlyList<Example> All { get; } = [.. Read()];

    private static IEnumerable<Example> Read()
    {
        var parts = Fence().Split(Repository.Read(Page));
        Example? example = null;
        for (var i = 1; i + 1 < parts.Length; i += 3)
        {
            var (kind, block, after) = (parts[i], parts[i + 1], parts[i + 2]);
            if (kind == "yaml")
            {
                if (example is not null) yield return example;
                example = new(block, [], []);
            }
            else if (kind == "text") example!.Problems.AddRange(block.Trim().Split('\n'));
            foreach (var row in AnswerRow().Matches(after).AsEnumerable())
                example!.Answers.Add((row.Groups["asked"].Value is AsAbove ? "" : row.Groups["asked"].Value.Trim('`'), row.Groups["answer"].Value));
        }
        if (example is not null) yield return example;
    }

    /// <summary>An example as a whole file: in the place of what has the same key in the first.</summary>
    private static string Whole(string yaml)
    {
        if (yaml.Contains("headgate:", StringComparison.Ordinal)) return yaml;
        var sections = Sections(All[0].Yaml);
        foreach (var (key, text) in Sections(yaml)) sections[key] = text;
        return string.Concat(sections.Values);
    }

    private static Dictionary<string, string> Sections(string yaml) =>
        TopLevel().Split(yaml).Where(section => section.Length > 0 && char.IsAsciiLetter(section[0])).ToDictionary(section => section[..section.IndexOf(':', StringComparison.Ordinal)]);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| (?<asked>as above|`--[^`]+`) \| `(?<answer>[^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex AnswerRow();

    [GeneratedRegex("^headgate policy ask policy.yaml (?<options>.*)$", RegexOptions.Multiline)]
    private static partial Regex QuestionLine();

    [GeneratedRegex("^(?=[a-z])", RegexOptions.Multiline)]
    private static partial Regex TopLevel();

    private sealed record Example(string Yaml, List<string> Problems, List<(string Asked, string Reason)> Answers);
}
