using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary><c>headgate policy …</c> and the templates of <c>headgate init</c>, as processes of their own.</summary>
public sealed partial class PolicyCommandTests : IDisposable
{
    private const string Head = "headgate: 1\npolicy: p\nversion: 1\npurposes: { train: }\ncontent: [post]\n";

    /// <summary>A process that has not ended by then hangs. It is no measure of how fast it should be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

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
        var path = place.In("policy.yaml");
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
    public void every_template_is_made_beside_its_schema_and_can_be_published()
    {
        var help = Headgate("init", "--help").Output;
        foreach (var template in (string[])["consent-first", "legitimate-interests", "exclude-and-wait"])
        {
            Assert.Contains(template, help, StringComparison.Ordinal);
            var ledger = place.In(template);
            Assert.Equal(0, Headgate("init", "--policy", template, "--ledger", ledger).Code);
            Assert.Equal(Headgate("policy", "schema").Output, File.ReadAllText(Path.Combine(ledger, "policy.schema.json")));
            var (code, output) = Headgate("policy", "check", Path.Combine(ledger, "policy.yaml"), "--ledger", ledger);
            Assert.Equal(0, code);
            Assert.DoesNotContain("error", output, StringComparison.Ordinal);
            // Whoever begins with a template need not override anything.
            Assert.Equal(0, Headgate("policy", "publish", Path.Combine(ledger, "policy.yaml"), "--ledger", ledger).Code);
        }
        var (refused, message) = Headgate("init", "--policy", "consent-frist", "--ledger", place.In("none"));
        Assert.Equal(2, refused);
        Assert.Contains("there is no template `consent-frist`; there are consent-first, exclude-and-wait, legitimate-interests", message, StringComparison.Ordinal);
        Assert.Contains("did you mean `consent-first`?", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.In("none")));
    }

    [Fact]
    public void the_table_is_a_matrix_that_fits_eighty_columns_and_its_document_a_row_a_kind_of_case()
    {
        var policy = Repository.File("src/Headgate.Cli/Templates/legitimate-interests.yaml");
        var (code, output) = Headgate("policy", "table", policy, "--purpose", Place.Purpose);
        Assert.Equal(0, code);
        Assert.All(output.Split('\n').Skip(1), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Matches("adults in told +no: notice +no: window +yes +no:", output);
        Assert.Matches("private-message +no: private-", output);
        var (_, json) = Headgate("policy", "table", policy, "--purpose", Place.Purpose, "--json");
        using var document = JsonDocument.Parse(json);
        Assert.Equal(["policy", "version", "purpose", "at", "html", "rows"], document.RootElement.EnumerateObject().Select(one => one.Name));
        Assert.Equal(["people", "content", "told", "verdict", "reason"], document.RootElement.GetProperty("rows")[0].EnumerateObject().Select(one => one.Name));
        Assert.Single(document.RootElement.GetProperty("rows").EnumerateArray(), row => row.GetProperty("verdict").GetString() == "allow");
    }

    [Fact]
    public void the_page_of_a_table_shows_the_same_matrices_with_rows_and_columns_headed()
    {
        var (policy, file) = (Repository.File("src/Headgate.Cli/Templates/legitimate-interests.yaml"), place.In("matrix.html"));
        var (code, output) = Headgate("policy", "table", policy, "--purpose", Place.Purpose, "--html", file);
        Assert.Equal(0, code);
        Assert.Contains($"the matrix is {file}", output, StringComparison.Ordinal);
        var page = File.ReadAllText(file);
        var matrices = page.Split("<table class=\"matrix\">").Skip(1).Select(part => part.Split("</table>")[0]).ToList();
        Assert.Equal(2, matrices.Count);
        foreach (var (matrix, first) in matrices.Zip(["people", "content"]))
        {
            var rows = matrix.Split("<tr>").Skip(1).ToList();
            Assert.StartsWith($"<th scope=\"col\">{first}</th>", rows[0], StringComparison.Ordinal);
            var columns = rows[0].Split("<th scope=\"col\">").Length - 2;
            Assert.True(columns >= 2 && rows.Count >= 3, matrix);
            Assert.All(rows.Skip(1), row => Assert.Equal((1, columns), (row.Split("<th scope=\"row\">").Length - 1, row.Split("<td class=\"").Length - 1)));
        }
        Assert.Matches("<th scope=\"row\">adults in [^<]+</th><td class=\"deny\">no: notice [^<]+</td><td class=\"deny\">no: window [^<]+</td><td class=\"allow\">yes</td><td class=\"deny\">no: objected[^<]*</td>", matrices[0]);
        Assert.Matches("<th scope=\"row\">private-message[^<]*</th><td class=\"deny\">no: private-", matrices[1]);
        Assert.Contains("<h2>Every case, by its reason</h2>", page, StringComparison.Ordinal);
        Assert.Contains("@media(prefers-color-scheme:dark)", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|<link|src=|href=|url\\(", page);
    }

    [Fact]
    public void a_policy_that_tells_too_much_apart_is_bad_input_that_names_the_field()
    {
        var path = place.In("policy.yaml");
        File.WriteAllText(path, $"{Head}labels: [{string.Join(", ", Enumerable.Range(1, 17).Select(i => $"l{i}"))}]\nrules:\n{string.Concat(Enumerable.Range(1, 17).Select(i => $"  - {{ deny: no-l{i}, when: {{ labels: l{i} }} }}\n"))}  - {{ grant: it, basis: contract }}\n");
        var (code, output) = Headgate("policy", "table", path, "--purpose", "train");
        Assert.Equal(2, code);
        Assert.Contains("most of them by `labels`, which `no-l1`, `no-l2`, `no-l3` and 14 more name\n  help: let fewer rules name `labels`", output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_first_answers_of_the_policy_page_are_those_of_the_command()
    {
        var page = File.ReadAllText(Repository.File("docs/policy.md"));
        var policy = place.In("policy.yaml");
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
        Assert.Equal(0, Headgate("init", "--ledger", place.Path).Code);
        var (code, output) = Headgate("policy", "ask", place.In("policy.yaml"), "--purpose", "аssist-writing", "--region", "DE");
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

    private (int Code, string Output) Headgate(params IEnumerable<string> arguments)
    {
        using var running = place.Begin(arguments);
        Assert.True(running.Wait(Patience), $"`headgate {string.Join(' ', arguments)}` has not ended");
        var (code, output, errors) = running.Wait();
        return (code, output + errors);
    }

    [GeneratedRegex(@"^\| (as above|`(?<asked>--[^`]+)`) \| `(?<reason>[^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"--[a-z-]+( [^- ][^ ]*)*")]
    private static partial Regex Option();
}
