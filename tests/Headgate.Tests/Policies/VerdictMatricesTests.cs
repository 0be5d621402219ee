using Headgate.Tests.Laws;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>The matrices of a policy hide nothing: who is allowed anything stands in a cell that allows, and what a cell allows somebody may.</summary>
public sealed class VerdictMatricesTests
{
    private const string Text =
        """
        headgate: 1
        policy: network
        version: 1
        purposes: { train: { title: Train } }
        content: [post, photo, private-message]
        labels: [health]
        notices: { told: { version: 1, title: Told } }
        rules:
          - deny: minors
            when: { age: { under: 18 } }
          - deny: private-messages
            when: { content: private-message }
          - deny: health
            when: { labels: health }
          - grant: adults
            when: { region: [US, GB], visibility: public }
            basis: legitimate-interests
            after: { notice: told, window: 46d }
        """;

    [Fact]
    public void people_stand_in_rows_and_what_they_were_told_and_chose_in_columns()
    {
        var people = Matrices(Text).People;
        Assert.Equal(
            [
                "choice unset or consented, not told of told v1", "choice unset or consented, told of told v1 less than 46d ago", "choice unset or consented, told of told v1", "objected",
            ],
            people.Columns);
        Assert.Equal(
            [
                "people under 18 in GB or US: denied:minors denied:minors denied:minors denied:minors",
                "people of uncertain age in GB or US: denied:minors/unknown-age denied:minors/unknown-age denied:minors/unknown-age denied:minors/unknown-age",
                "adults in GB or US: notice-not-served:adults window-open:adults granted:adults objected",
                "people under 18 everywhere but GB and US: denied:minors denied:minors denied:minors denied:minors",
                "people of uncertain age everywhere but GB and US: denied:minors/unknown-age denied:minors/unknown-age denied:minors/unknown-age denied:minors/unknown-age",
                "adults everywhere but GB and US: no-grant no-grant no-grant objected",
            ],
            people.Rows.Select(row => $"{row.Words}: {string.Join(' ', row.Cells)}").OrderBy(row => row.Contains("everywhere", StringComparison.Ordinal)).ThenBy(row => row.StartsWith("adults", StringComparison.Ordinal)).ThenBy(row => row.Contains("uncertain", StringComparison.Ordinal)));
    }

    [Fact]
    public void content_stands_in_rows_and_its_visibility_in_columns()
    {
        var content = Matrices(Text).Content;
        Assert.Equal(["public content", "connections, private or of unknown visibility content"], content.Columns);
        Assert.Contains("photo or post, without a label: granted:adults no-grant", content.Rows.Select(row => $"{row.Words}: {string.Join(' ', row.Cells)}"));
        Assert.Contains("private-message: denied:private-messages denied:private-messages", content.Rows.Select(row => $"{row.Words}: {string.Join(' ', row.Cells)}"));
    }

    [Fact]
    public void a_cell_allows_exactly_where_a_case_is_allowed()
    {
        var tally = new Tally(("allowed", 8), ("denied", 8));
        tally.Fill(
            seed =>
            {
                var random = new Random(seed);
                if (PolicyReader.Read(new RandomPolicy(random, generous: true).Draw()).Policy is not { } policy) return;
                var (purpose, at) = (RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)], new RandomWorld(random).Time());
                if (VerdictMatrices.Of(policy, purpose, at) is not { } matrices) return;
                var allowed = PolicyDifferences.Table(policy, purpose, at).Where(row => row.Reason.Allows).ToList();
                foreach (var matrix in (VerdictMatrix[])[matrices.People, matrices.Content])
                {
                    Assert.All(matrix.Rows, row => Assert.Equal(matrix.Columns.Count, row.Cells.Count));
                    Assert.Equal(allowed.Count > 0, matrix.Rows.Any(row => row.Cells.Any(reason => reason?.Allows == true)));
                }
                // Whoever is said to be allowed something in the list is so in the matrix, region by region.
                foreach (var region in (string[])["GB", "US", "DE"])
                {
                    var standing = new RandomWorld(random, generous: true).Standing(new Terms(policy, [], policy.Purposes[purpose], at));
                    if (standing.Status != SubjectStatus.Active) continue;
                    var one = standing.Regions([Region.Understand(region)]);
                    var inList = allowed.Any(row => row.Cases.Holds(one));
                    Assert.Equal(inList, matrices.CellOf(one, Region.Understand(region))?.Allows == true);
                    tally.Count(inList ? "allowed" : "denied");
                }
            },
            10);
    }

    private static VerdictMatrices Matrices(string text) => VerdictMatrices.Of(PolicyReader.Read(text).Policy!, "train", Instant.FromDate(new(2026, 3, 1)))!;
}
