using System.Text.Json;
using CsCheck;
using Headgate.StructuredFields;
using Xunit;

namespace Headgate.Tests.Signals;

/// <summary>Holds the parser to the vectors of httpwg/structured-field-tests (RFC 9651).</summary>
public sealed class StructuredFieldTests
{
    [Fact]
    public void every_published_case_parses_as_expected_or_fails_as_it_must()
    {
        var folder = Shared.Need("vectors/structured-fields");
        var (cases, problems) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order())
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var one in document.RootElement.EnumerateArray())
            {
                cases++;
                if (!Holds(one)) problems.Add($"{Path.GetFileName(file)}: {one.GetProperty("name")}");
            }
        }
        Assert.Empty(problems);
        Assert.True(cases > 1500, $"only {cases} cases were found");
    }

    [Theory]
    [InlineData(";")]
    [InlineData("a;;b")]
    [InlineData("(")]
    [InlineData("a=(1 2")]
    [InlineData("a=\"\\")]
    [InlineData("a=%\"%c3%28\"")]
    [InlineData("a=:AB=C:")]
    [InlineData("a=1,")]
    [InlineData("é=1")]
    public void what_is_not_a_dictionary_is_null(string text) => Assert.Null(StructuredField.ParseDictionary(text));

    [Fact]
    public void anything_at_all_can_be_read_without_a_fault() =>
        Gen.Char["()=,;:\"\\%?@*-.0129abcz \t\0é"].Array[0, 40].Sample(characters =>
        {
            StructuredField.ParseItem(characters);
            StructuredField.ParseList(characters);
            StructuredField.ParseDictionary(characters);
        }, iter: 20_000);

    [Fact]
    public void many_parameters_take_no_longer_than_their_length()
    {
        var text = "a" + string.Concat(Enumerable.Range(0, 200_000).Select(index => $";k{index}"));
        Assert.Equal(200_000, StructuredField.ParseDictionary(text)!["a"].Parameters.Count);
    }

    [Fact]
    public void a_bare_item_is_only_what_it_is()
    {
        var token = StructuredField.ParseItem("y")!.Value;
        Assert.Equal("y", token.Text);
        Assert.Throws<InvalidOperationException>(() => token.Integer);
        Assert.Throws<InvalidOperationException>(() => StructuredField.ParseItem("1")!.Value.Text);
        Assert.Equal(-1.25m, StructuredField.ParseItem("-1.25")!.Value.Decimal);
    }

    private static bool Holds(JsonElement one)
    {
        var raw = string.Join(", ", one.GetProperty("raw").EnumerateArray().Select(line => line.GetString()));
        var mustFail = one.TryGetProperty("must_fail", out var must) && must.GetBoolean();
        var canFail = one.TryGetProperty("can_fail", out var can) && can.GetBoolean();
        bool? same = one.GetProperty("header_type").GetString() switch
        {
            "item" => StructuredField.ParseItem(raw) is { } item ? mustFail || Same(item, one.GetProperty("expected")) : null,
            "list" => StructuredField.ParseList(raw) is { } list ? mustFail || Same(list, one.GetProperty("expected"), Same) : null,
            _ => StructuredField.ParseDictionary(raw) is { } members ? mustFail || SameByKey(members, one.GetProperty("expected"), Same) : null,
        };
        return mustFail ? same is null : same ?? canFail;
    }

    private static bool Same(FieldMember member, JsonElement expected) => member switch
    {
        Item item => Same(item.Value, expected[0]) && SameByKey(item.Parameters, expected[1], Same),
        InnerList list => expected[0].ValueKind == JsonValueKind.Array && Same(list.Items, expected[0], Same) && SameByKey(list.Parameters, expected[1], Same),
        _ => false,
    };

    private static bool Same(BareItem item, JsonElement expected) => expected.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => item.Kind == BareItemKind.Boolean && item.Boolean == expected.GetBoolean(),
        JsonValueKind.String => item.Kind == BareItemKind.String && item.Text == expected.GetString(),
        JsonValueKind.Number when item.Kind == BareItemKind.Integer => item.Integer == expected.GetDecimal(),
        JsonValueKind.Number => item.Kind == BareItemKind.Decimal && item.Decimal == expected.GetDecimal(),
        JsonValueKind.Object => SameTyped(item, expected.GetProperty("__type").GetString(), expected.GetProperty("value")),
        _ => false,
    };

    private static bool SameTyped(BareItem item, string? type, JsonElement value) => (type, item.Kind) switch
    {
        ("token", BareItemKind.Token) or ("displaystring", BareItemKind.DisplayString) => item.Text == value.GetString(),
        ("binary", BareItemKind.ByteSequence) => Base32(item.Bytes.Span) == value.GetString(),
        ("date", BareItemKind.Date) => item.UnixSeconds == value.GetInt64(),
        _ => false,
    };

    private static bool Same<T>(IReadOnlyList<T> items, JsonElement expected, Func<T, JsonElement, bool> same) =>
        items.Count == expected.GetArrayLength() && items.Zip(expected.EnumerateArray(), same).All(one => one);

    private static bool SameByKey<T>(OrderedDictionary<string, T> members, JsonElement expected, Func<T, JsonElement, bool> same) =>
        Same([.. members], expected, (pair, pairExpected) => pair.Key == pairExpected[0].GetString() && same(pair.Value, pairExpected[1]));

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(bytes.ToArray().Select(one => Convert.ToString(one, 2).PadLeft(8, '0')));
        var digits = string.Concat(bits.Chunk(5).Select(five => alphabet[Convert.ToInt32(new string(five).PadRight(5, '0'), 2)]));
        return digits.PadRight((digits.Length + 7) / 8 * 8, '=');
    }
}
