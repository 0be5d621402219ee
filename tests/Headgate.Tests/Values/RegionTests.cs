using System.Text.Json;
using Xunit;

namespace Headgate.Tests.Values;

/// <summary>Which words for places are understood: ISO 3166-1 as ../shared/data/geo has it, and the groups of facts/jurisdictions.json.</summary>
public sealed class RegionTests
{
    [Fact]
    public void every_code_and_name_of_iso_3166_1_is_understood()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("data/geo/iso_3166-1.json")));
        var countries = document.RootElement.GetProperty("3166-1").EnumerateArray().ToList();
        Assert.Equal(249, countries.Count);
        Assert.Equal(countries.Select(country => country.GetProperty("alpha_2").GetString()!).Order(StringComparer.Ordinal), IsoCountries.Codes);
        foreach (var country in countries)
        {
            var code = country.GetProperty("alpha_2").GetString()!;
            foreach (var key in (string[])["alpha_2", "alpha_3", "name", "common_name", "official_name"])
            {
                if (!country.TryGetProperty(key, out var word)) continue;
                Understood(word.GetString()!, code);
                Understood($" {word.GetString()!.ToLowerInvariant()}\t", code);
            }
        }
    }

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("uk", "GB")]
    [InlineData("EL", "GR")]
    [InlineData("GBR", "GB")]
    [InlineData("Deutschland", null)]
    [InlineData("EU", null)]
    [InlineData("EEA", null)]
    [InlineData("ZZ", null)]
    [InlineData("XK", null)]
    [InlineData("826", null)]
    [InlineData("GB-SCT", null)]
    [InlineData("ＧＢ", null)]
    [InlineData("G", null)]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData("null", null)]
    [InlineData("unknown", null)]
    [InlineData("Europe", null)]
    [InlineData("Berlin", null)]
    public void other_words_are_understood_or_kept_as_written(string word, string? code)
    {
        if (code is not null) Understood(word, code);
        else Assert.Equal((word, false), (Region.Understand(word).Code, Region.Understand(word).IsUnderstood));
    }

    [Fact]
    public void the_unknown_region_is_not_understood()
    {
        Assert.False(Region.Unknown.IsUnderstood);
        Assert.False(default(Region).IsUnderstood);
    }

    [Fact]
    public void the_built_in_groups_are_those_of_the_facts()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("facts/jurisdictions.json")));
        var groups = document.RootElement.GetProperty("groups").EnumerateObject().ToList();
        Assert.Equal(groups.Select(group => group.Name).Order(StringComparer.Ordinal), BuiltInGroups.Names.Order(StringComparer.Ordinal));
        foreach (var group in groups)
            Assert.Equal(group.Value.EnumerateArray().Select(code => code.GetString()).Order(StringComparer.Ordinal), BuiltInGroups.Find(group.Name)!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void a_built_in_group_holds_iso_codes_each_once()
    {
        foreach (var name in BuiltInGroups.Names)
        {
            var codes = BuiltInGroups.Find(name)!;
            Assert.Equal(codes.Count, codes.Distinct().Count());
            Assert.All(codes, code => Assert.Contains(code, IsoCountries.Codes));
        }
        Assert.Null(BuiltInGroups.Find("eu"));
    }

    private static void Understood(string word, string code)
    {
        var region = Region.Understand(word);
        Assert.Equal((word, code, true), (word, region.Code, region.IsUnderstood));
    }
}
