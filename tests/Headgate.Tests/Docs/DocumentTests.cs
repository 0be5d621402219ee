using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Headgate.Tests.Docs;

/// <summary>What documents say of the repository is so.</summary>
public sealed partial class DocumentTests
{
    private const string TestCommand = "dotnet test --solution Headgate.slnx -c Release";

    public static TheoryData<string> Documents => [.. Repository.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void every_path_that_a_document_names_exists(string document)
    {
        var missing = Code().Matches(WithoutBlocks(document)).Select(match => match.Groups["code"].Value)
            .Where(code => OwnPath().IsMatch(code) && !Path.Exists(Path.Combine(Repository.Root, code)));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void every_link_in_a_document_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var missing = Link().Matches(WithoutBlocks(document)).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target.Split('#')[0])));
        Assert.Empty(missing);
    }

    [Fact]
    public void every_package_is_accounted_for_and_no_other()
    {
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);
        var documented = FirstCell().Matches(Repository.Read("docs/dependencies.md")).Select(match => match.Groups["cell"].Value).Where(cell => cell != "package");
        Assert.Equal(packages.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void every_decision_is_in_the_list_of_decisions()
    {
        var list = Repository.Read("docs/decisions/README.md");
        var decisions = Repository.Documents.Where(document => document.StartsWith("docs/decisions/0", StringComparison.Ordinal)).Select(Path.GetFileName);
        Assert.All(decisions, decision => Assert.Contains($"({decision})", list, StringComparison.Ordinal));
    }

    [Fact]
    public void the_walk_passes_through_every_project()
    {
        var walk = Repository.Read("ARCHITECTURE.md");
        var projects = XDocument.Parse(Repository.Read("Headgate.slnx")).Descendants("Project").Select(project => Path.GetDirectoryName(project.Attribute("Path")!.Value)!.Replace('\\', '/'));
        Assert.All(projects, project => Assert.Contains(project, walk, StringComparison.Ordinal));
    }

    [Fact]
    public void the_readme_shows_the_demo_and_the_tests_on_its_first_screen()
    {
        var screen = string.Join('\n', Repository.Read("README.md").Split('\n').Take(24));
        Assert.Contains("\n./headgate demo\n", screen, StringComparison.Ordinal);
        Assert.Contains($"\n{TestCommand}\n", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void what_must_hold_before_a_change_is_the_test_command_of_the_readme() =>
        Assert.Contains(TestCommand, Repository.Read(".ci/run"), StringComparison.Ordinal);

    private static string WithoutBlocks(string document) => Block().Replace(Repository.Read(document), "");

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex Code();

    /// <summary>A path in the repository: below one of its folders, or one of the files at its root.</summary>
    [GeneratedRegex(@"^((src|tests|docs|bench|samples|\.ci)(/[\w.-]+)+|[\w-]+(\.[\w-]+)*\.(md|props|slnx)|global\.json)$")]
    private static partial Regex OwnPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| (?<cell>\w[\w.-]*) \|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();
}
