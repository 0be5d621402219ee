using Xunit;

namespace Headgate.Tests.Corpus;

/// <summary>The bulk gate says of the corpus, and of every cell of every template, what the reference says.</summary>
public sealed class GateCorpusTests
{
    private const int Files = 8;
    private const int MostCells = 4000;

    public static TheoryData<string> Shipped =>
        [.. Directory.EnumerateFiles(Repository.File("src/Headgate.Cli/Templates"), "*.yaml").Append(Repository.File("samples/maps/policy.yaml")).Append(Repository.File("samples/stories/linkedin/2025-09-18.yaml")).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void the_gate_gives_every_case_of_the_corpus_its_reason()
    {
        foreach (var path in CorpusFile.Paths("verdicts").Take(Files))
        {
            var file = CorpusFile.Read(path);
            var cases = file.Cases.Where(one => one.Stranger || one.Regions is [var only] && only == one.Region).ToList();
            var reasons = GateOfCases.Reasons(file.ToTerms(), [.. cases.Select(one => (one.ToStanding(), one.ToRecord()))]);
            for (var i = 0; i < cases.Count; i++) Assert.True(cases[i].Expect == reasons[i], $"{Path.GetFileName(path)}: expected {cases[i].Expect}, the gate says {reasons[i]}: {cases[i]}");
        }
    }

    /// <summary>Its whole space: a case for every cell that any can reach, by three executors.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public void of_a_shipped_policy_reference_table_and_gate_say_the_same_over_its_whole_space(string path)
    {
        var policy = PolicyReader.Read(File.ReadAllText(Repository.File(path))).Policy!;
        foreach (var purpose in policy.Purposes.Values)
        {
            var terms = new Terms(policy, [], purpose, Instant.FromDate(new(2026, 3, 1)));
            var table = DecisionTable.Compile(terms);
            var reference = new ReferencePolicy(terms, table.Reasons, _ => null, _ => null);
            var cells = new Cells(new LiveRules([terms]));
            var met = new List<(Standing? Standing, Record Record, string Reason)>();
            for (var subject = 0; subject < cells.Subjects.Classes.Count; subject++)
                for (var record = 0; record < cells.Records.Count; record++)
                    for (var pair = 0; pair < cells.Pairs.Count; pair++)
                    {
                        if (!cells.IsReachable(subject, record, pair) || cells.Case(subject, record, pair) is not var (standing, region, what)) continue;
                        var said = reference.OfSubject(what, standing, region).Text;
                        Assert.Equal(said, table.Decide(standing, region, what).Text);
                        met.Add((standing, what, said));
                    }
            Assert.NotEmpty(met);
            if (purpose.Parent is null) continue;
            var step = 1 + met.Count / MostCells;
            var some = met.Where((_, i) => i % step == 0).ToList();
            Assert.Equal(some.Select(one => one.Reason), GateOfCases.Reasons(terms, [.. some.Select(one => (one.Standing, one.Record))]));
        }
    }
}
