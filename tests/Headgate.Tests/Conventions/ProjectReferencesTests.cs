using System.Xml.Linq;
using Xunit;

namespace Headgate.Tests.Conventions;

/// <summary>A project is a dependency wall (design/house.md): what it may reference stands in this table, and nothing else.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> May = new(StringComparer.Ordinal)
    {
        ["Headgate.Core"] = [],
        ["Headgate.Stores"] = ["Headgate.Core"],
        ["Headgate.Gate"] = ["Headgate.Core"],
        ["Headgate.Engine"] = ["Headgate.Core", "Headgate.Stores", "Headgate.Gate"],
        ["Headgate.Suggest"] = ["Headgate.Core"],
        ["Headgate.Server"] = ["Headgate.Engine", "Headgate.Suggest"],
        ["Headgate.Cli"] = ["Headgate.Engine", "Headgate.Suggest", "Headgate.Server"],
        ["Headgate.Verify"] = ["Headgate.Core"],
    };

    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["Headgate.Core"] = ["NSec.Cryptography", "YamlDotNet", "Microsoft.CodeAnalysis.BannedApiAnalyzers"],
        ["Headgate.Verify"] = [],
    };

    [Fact]
    public void a_project_references_only_what_it_may()
    {
        var projects = Projects("src").ToList();
        Assert.Contains(projects, project => project.Name == "Headgate.Core");
        foreach (var (name, xml) in projects)
        {
            Assert.True(May.ContainsKey(name), $"`{name}` is not in the table of house.md");
            foreach (var reference in Included(xml, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))))
                Assert.True(May[name].Contains(reference), $"`{name}` must not reference `{reference}`");
            foreach (var package in Included(xml, "PackageReference"))
                Assert.True(!Packages.TryGetValue(name, out var some) || some.Contains(package), $"`{name}` must not use `{package}`");
            Assert.Empty(Included(xml, "Reference"));
        }
    }

    [Fact]
    public void samples_reference_nothing_of_src()
    {
        foreach (var (name, xml) in Projects("samples"))
            Assert.True(!Included(xml, "ProjectReference").Any(path => path.Contains("src", StringComparison.Ordinal)), $"`{name}` must use the HTTP API only");
    }

    private static IEnumerable<(string Name, XDocument Xml)> Projects(string folder) => Directory.Exists(Repository.File(folder))
        ? Directory.EnumerateFiles(Repository.File(folder), "*.csproj", SearchOption.AllDirectories).Select(path => (Path.GetFileNameWithoutExtension(path), XDocument.Load(path)))
        : [];

    private static IEnumerable<string> Included(XDocument xml, string element) => xml.Descendants(element).Select(reference => (string)reference.Attribute("Include")!);
}
