using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary><c>headgate policy …</c> and the templates of <c>headgate init</c>, as processes of their own.</summary>
public sealed partial class PolicyCommandTests : IDisposable
{
    private const string Head = "headgate: 1\npolicy: p\nversion: 1\npurposes: { train: }\ncontent: [post]\n";

    /// <summary>A process that has not ended by then hangs. It is no measure of how fast it should be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("headgate-policy-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "bomb", "1:5", "anchors and aliases are not read" },
        { "huge", "1:1", "the file has more than 4 MiB" },
        { "large", "1:1", "the file has 2000012 characters" },
        { "tab", "7:1", "the line is indented with a tab" },
        { "twice", "3:1", "`policy` stands twice" },
        { "look-alike", "6:37", "`tr\\u0430in` is no purpose of this policy" },
        { "hidden", "6:7", "the file holds U+2028, a line break that many editors do not show" },
        { "ring", "6:27", "the group `b` holds itself" },
        { "latin-1", "6:4", "the file is not UTF-8" },
        { "utf-16", "1:1", "the file is not UTF-8" },
        { "word", "6:28", "`contnet` in `when`" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void a_hostile_file_is_bad_input_with_a_position_and_a_way_out(string what, string position, string problem)
    {
        var path = Path.Combine(folder, "policy.yaml");
        File.WriteAllBytes(path, Bytes(what));
        var (code, output) = Headgate("policy", "check", path);
        Assert.Equal(2, code);
        Assert.Contains($"{path}:{position}: error: ", output, StringComparison.Ordinal);
        Assert.Contains(problem, output, StringComparison.Ordinal);
        Assert.Contains("\n  help: ", output, StringComparison.Ordinal);
        if (what is "look-alike") Assert.Contains("did you mean `train`? (U+0430 in it is a Cyrillic letter)", output, StringComparison.Ordinal);
        if (what is "word") Assert.Contains("did you mean `content`?", output, StringComparison.Ordinal);

        var (again, json) = Headgate("policy", "check", path, "--json");
        using var document = JsonDocument.Parse(json);
        Assert.Equal((2, false), (again, document.RootElement.GetProperty("ok").GetBoolean()));
        Assert.Equal(position, $"{document.RootElement.GetProperty("problems")[0].GetProperty("line")}:{document.RootElement.GetProperty("problems")[0].GetProperty("column")}");
    }

    [Fact]
    public void every_template_is_made_beside_its_schema_and_passes_the_check()
    {
        var help = Headgate("init", "--help").Output;
        foreach (var template in (string[])["consent-first", "legitimate-interests", "exclude-and-wait"])
        {
            Assert.Contains(template, help, StringComparison.Ordinal);
            var ledger = Path.Combine(folder, template);
            Assert.Equal(0, Headgate("init", "--policy", template, "--ledger", ledger).Code);
            Assert.Equal(Headgate("policy", "schema").Output, File.ReadAllText(Path.Combine(ledger, "policy.schema.json")));
            var (code, output) = Headgate("policy", "check", Path.Combine(ledger, "policy.yaml"), "--ledger", ledger);
            Assert.Equal(0, code);
            Assert.DoesNotContain("error", output, StringComparison.Ordinal);
        }
        var (refused, message) = Headgate("init", "--policy", "consent-frist", "--ledger", Path.Combine(folder, "none"));
        Assert.Equal(2, refused);
        Assert.Contains("there is no template `consent-frist`; there are consent-first, exclude-and-wait, legitimate-interests", message, StringComparison.Ordinal);
        Assert.Contains("did you mean `consent-first`?", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "none")));
    }

    [Fact]
    public void the_first_answers_of_the_policy_page_are_those_of_the_command()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "policy.md"));
        var policy = Path.Combine(folder, "policy.yaml");
        File.WriteAllText(policy, page.Split("```yaml\n")[1].Split("```")[0]);
        var question = page.Split("headgate policy ask policy.yaml ")[1].Split('\n')[0];
        var rows = Row().Matches(page.Split("\n## ")[1]);
        Assert.InRange(rows.Count, 5, 20);
        foreach (var row in rows.AsEnumerable())
        {
            // An option of the row takes the place of the question's.
            var said = row.Groups["asked"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var asked = Option().Matches(question).Select(option => option.Value.Trim()).Where(option => !said.Contains(option.Split(' ')[0]));
            var (code, output) = Headgate(["policy", "ask", policy, .. asked.SelectMany(option => option.Split(' ')), .. said]);
            var reason = row.Groups["reason"].Value;
            var allows = reason.StartsWith("granted:", StringComparison.Ordinal);
            Assert.Equal((allows ? 0 : 3, $"{(allows ? "allow" : "deny")}: {reason}"), (code, output.Split('\n')[0]));
        }
        var unknown = Headgate("policy", "ask", policy, "--purpose", "train-generative-ai", "--region", "DE", "--age", "unknown", "--created", "unknown", "--content", "post", "--visibility", "unknown");
        Assert.Equal((3, "deny: no-grant"), (unknown.Code, unknown.Output.Split('\n')[0]));
    }

    [Fact]
    public void a_purpose_that_only_looks_like_one_is_named_by_its_code_point()
    {
        Assert.Equal(0, Headgate("init", "--ledger", folder).Code);
        var (code, output) = Headgate("policy", "ask", Path.Combine(folder, "policy.yaml"), "--purpose", "аssist-writing", "--region", "DE");
        Assert.Equal(2, code);
        Assert.Contains("has no purpose `\\u0430ssist-writing`", output, StringComparison.Ordinal);
        Assert.Contains("did you mean `assist-writing`? (U+0430 in it is a Cyrillic letter)", output, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string what) => what switch
    {
        "bomb" => Encoding.UTF8.GetBytes("a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"))),
        "huge" => Encoding.UTF8.GetBytes("headgate: 1\n" + new string('#', 10 << 20)),
        "large" => Encoding.UTF8.GetBytes("headgate: 1\n" + new string('#', 2_000_000)),
        "tab" => Encoding.UTF8.GetBytes(Head + "rules:\n\t- deny: x\n"),
        "twice" => Encoding.UTF8.GetBytes("headgate: 1\npolicy: p\npolicy: q\n"),
        "look-alike" => Encoding.UTF8.GetBytes(Head + "rules: [{ deny: d, when: { purpose: trаin } }]\n"),
        "hidden" => Encoding.UTF8.GetBytes(Head + "# none\u2028rules: []\n"),
        "ring" => Encoding.UTF8.GetBytes(Head + "regions: {a: [b, GB], b: [a]}\nrules: []\n"),
        "latin-1" => [.. Encoding.UTF8.GetBytes(Head + "# é"), 0xe9, (byte)'\n'],
        "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Head + "rules: []\n")],
        _ => Encoding.UTF8.GetBytes(Head + "rules: [{deny: dd, when: { contnet: post } }]\n"),
    };

    private static (int Code, string Output) Headgate(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Headgate.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("HEADGATE_LEDGER");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"`headgate {string.Join(' ', arguments)}` has not ended");
        }
        return (process.ExitCode, output.Result + errors.Result);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Headgate.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (as above|`(?<asked>--[^`]+)`) \| `(?<reason>[^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"--[a-z-]+( [^- ][^ ]*)*")]
    private static partial Regex Option();
}
