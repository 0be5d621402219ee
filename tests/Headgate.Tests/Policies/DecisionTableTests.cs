using Headgate.Tests.Corpus;
using Headgate.Tests.Laws;
using Xunit;

namespace Headgate.Tests.Policies;

public sealed class DecisionTableTests
{
    [Fact]
    public void table_equals_reference()
    {
        var tally = new Tally(("compared", 5000), ("allowed", 500));
        tally.Fill(seed => Compare(new Random(seed), tally), 150);
    }

    private static void Compare(Random random, Tally tally)
    {
        var generous = random.Next(2) == 0;
        var text = new RandomPolicy(random, generous).Draw();
        var reading = PolicyReader.Read(text);
        if (reading.Policy is not { } policy) return;
        var world = new RandomWorld(random, generous);
        var terms = world.Terms(policy, RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)]);
        var table = DecisionTable.Compile(terms);
        var reference = new ReferencePolicy(terms, table.Reasons, _ => null, _ => null);
        for (var i = 0; i < 200; i++)
        {
            var standing = random.Next(20) == 0 ? null : world.Standing(terms);
            var record = world.Record(terms, ["a"], ["r"], "r");
            if (record.Kind is null || !policy.Content.Contains(record.Kind)) continue;
            foreach (var region in (standing?.Regions ?? []).Concat(record.Regions).Cast<Region?>().DefaultIfEmpty(null))
            {
                var (expected, actual) = (reference.OfSubject(record, standing, region).Text, table.Decide(standing, region, record).Text);
                tally.Count("compared");
                if (actual.StartsWith("granted:", StringComparison.Ordinal)) tally.Count("allowed");
                if (expected != actual) Assert.Fail($"reference {expected}, table {actual}: {Describe(standing, region, record, terms)}\n{Kept(new(text, CorpusTerms.Of(terms), [CorpusCase.Of(expected, standing, region ?? Region.Unknown, record)]))}");
            }
        }
    }

    /// <summary>The smallest policy and case on which the two still disagree; it lies in the corpus from then on.</summary>
    private static string Kept(CorpusFile failing)
    {
        var small = Shrink.Smallest(failing, file => Answers(file) is var (reference, table) && reference != table);
        small = small with { Cases = [small.Cases[0] with { Expect = Answers(small).Reference }] };
        var text = small.Write("reference and table once disagreed");
        File.WriteAllText(Repository.File($"tests/corpus/verdicts/found-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..8]}.txt"), text);
        return text;
    }

    private static (string Reference, string Table) Answers(CorpusFile file)
    {
        var (terms, one) = (file.ToTerms(), file.Cases[0]);
        var table = DecisionTable.Compile(terms);
        return (
            new ReferencePolicy(terms, table.Reasons, _ => null, _ => null).OfSubject(one.ToRecord(), one.ToStanding(), one.ToRegion()).Text,
            table.Decide(one.ToStanding(), one.ToRegion(), one.ToRecord()).Text);
    }

    private static string Describe(Standing? standing, Region? region, Record record, Terms terms) =>
        $"""
        {terms.Purpose.Name} at {terms.At}, suspensions {string.Join(" ", terms.Suspensions)}
        region {region} born {standing?.Birth} choices {string.Join(" ", standing?.Choices ?? [])} notices {string.Join(" ", (standing?.Notices ?? []).Select(notice => $"{notice.Notice} {string.Join(",", notice.Times)}"))}
        kind {record.Kind} labels {(record.Labels is null ? "?" : string.Join(",", record.Labels))} visibility {record.Visibility} service {record.Service} created {record.Created} collected {record.Collected} signals {record.Signals}
        """;
}
