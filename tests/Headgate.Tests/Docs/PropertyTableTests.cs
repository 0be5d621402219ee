using System.Text.RegularExpressions;
using Xunit;

namespace Headgate.Tests.Docs;

/// <summary>The table of properties names tests that there are, and none of the laws is missing from it.</summary>
public sealed partial class PropertyTableTests
{
    private static readonly string[] Laws =
    [
        "default_deny", "unknown_never_admits", "deny_trumps_grant", "objection_trumps_every_basis", "suspension_never_admits", "lifting_admits_nobody_unnotified", "another_subject_never_admits",
        "another_region_never_admits", "another_source_never_admits", "consent_does_not_reach_children", "window_opens_only_by_notice_and_time", "replay_is_identity", "batch_equals_single",
        "table_equals_reference", "kept_plus_dropped_is_input", "row_order_does_not_matter", "split_and_merge_is_identity", "forget_equals_never_saw", "erasure_keeps_the_log_valid",
    ];

    private static readonly List<(string[] Names, string[] Places)> Rows = [.. Row().Matches(File.ReadAllText(Tests.Repository.File("tests/README.md")))
        .Select(row => (Words(row.Groups["names"].Value), Words(row.Groups["places"].Value)))];

    [Fact]
    public void every_law_stands_in_the_table() => Assert.Empty(Laws.Except(Rows.SelectMany(row => row.Names)));

    [Fact]
    public void every_property_of_the_table_is_a_test_where_it_says()
    {
        Assert.True(Rows.Count > 50);
        foreach (var (names, places) in Rows)
        {
            var text = string.Concat(places.Select(place => File.ReadAllText(Tests.Repository.File($"tests/Headgate.Tests/{place}.cs"))));
            Assert.All(names, name => Assert.Matches($@"\b{name}\(", text));
        }
    }

    private static string[] Words(string cell) => [.. Quoted().Matches(cell).Select(word => word.Groups[1].Value)];

    [GeneratedRegex(@"^\| (?<names>(`[a-z0-9_]+`(, )?)+) \| [^|]* \| [^|]* \| (?<places>(`\w+/\w+`(, )?)+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
