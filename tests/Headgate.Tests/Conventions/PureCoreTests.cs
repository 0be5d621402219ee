using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace Headgate.Tests.Conventions;

/// <summary>Core has no I/O, no clock and no chance (design/house.md): read from what its assembly refers to.</summary>
public sealed class PureCoreTests
{
    private static readonly string[] Types =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.Console", "System.Random",
        "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.TimeProvider", "System.Threading.Thread", "System.Threading.Timer",
    ];

    private static readonly string[] Members =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Environment.GetEnvironmentVariable",
    ];

    [Fact]
    public void core_refers_to_no_clock_no_file_and_no_chance()
    {
        using var image = new PEReader(File.OpenRead(typeof(Policy).Assembly.Location));
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(handle => Name(metadata, metadata.GetTypeReference(handle))).ToHashSet(StringComparer.Ordinal);
        var members = metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{Name(metadata, metadata.GetTypeReference((TypeReferenceHandle)member.Parent))}.{metadata.GetString(member.Name)}").ToHashSet(StringComparer.Ordinal);
        Assert.Contains("System.DateOnly", types);
        Assert.Contains("System.DateOnly.AddDays", members);
        Assert.Equal([], Types.Where(types.Contains));
        Assert.Equal([], Members.Where(members.Contains));
        Assert.Equal([], types.Where(type => type.StartsWith("System.Net.", StringComparison.Ordinal)));
    }

    [Fact]
    public void the_compiler_bans_the_clock_in_core()
    {
        var banned = File.ReadAllLines(Repository.File("src/Headgate.Core/BannedSymbols.txt")).Select(line => line.Split(';')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var symbol in (string[])["P:System.DateTime.UtcNow", "P:System.DateTimeOffset.UtcNow", "P:System.TimeProvider.System", "M:System.Guid.NewGuid", "P:System.Random.Shared", "T:System.IO.File", "T:System.IO.Directory"])
            Assert.Contains(symbol, banned);
        var project = XDocument.Load(Repository.File("src/Headgate.Core/Headgate.Core.csproj"));
        Assert.Contains(project.Descendants("AdditionalFiles"), file => (string?)file.Attribute("Include") == "BannedSymbols.txt");
        Assert.Contains(project.Descendants("PackageReference"), package => (string?)package.Attribute("Include") == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
    }

    private static string Name(MetadataReader metadata, TypeReference type) => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
