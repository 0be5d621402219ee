using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Xunit;

namespace Headgate.Tests.Conventions;

/// <summary>What the public types of Core have in common.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(Policy).Assembly;

    [Fact]
    public void every_public_type_says_what_it_is()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Core.Location, ".xml")).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => (string)member.Attribute("name")!).ToHashSet(StringComparer.Ordinal);
        Assert.True(Core.GetExportedTypes().Length > 50);
        Assert.Equal([], Core.GetExportedTypes().Select(type => $"T:{type.FullName!.Replace('+', '.')}").Where(name => !documented.Contains(name)));
    }

    [Fact]
    public void nothing_public_can_be_changed_from_outside()
    {
        var fields = Core.GetExportedTypes().Where(type => !type.IsEnum).SelectMany(type => type.GetFields(Declared)).Where(field => !field.IsInitOnly && !field.IsLiteral);
        Assert.Equal([], fields.Select(field => $"{field.DeclaringType}.{field.Name}"));
        var setters = Core.GetExportedTypes().SelectMany(type => type.GetProperties(Declared)).Where(property => property.SetMethod is { IsPublic: true } setter && !IsInit(setter));
        Assert.Equal([], setters.Select(property => $"{property.DeclaringType}.{property.Name}"));
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
