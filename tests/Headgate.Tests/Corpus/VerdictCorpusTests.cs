using System.Diagnostics;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Corpus;

/// <summary>What a verdict is does not change by accident: cases with the reason that each must have, of drawn policies and of everything that ever went wrong. The whole meaning is frozen here, as a golden file is.</summary>
public sealed class VerdictCorpusTests
{
    private const string Folder = "verdicts";

    [Fact]
    public void every_case_of_the_corpus_has_its_reason_by_reference_and_table()
    {
        var paths = CorpusFile.Paths(Folder);
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            var file = CorpusFile.Read(path);
            var terms = file.ToTerms();
            var table = DecisionTable.Compile(terms);
            var reference = new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null);
            foreach (var one in file.Cases)
            {
                var (standing, region, record) = (one.ToStanding(), one.ToRegion(), one.ToRecord());
                var (said, read) = (reference.OfSubject(record, standing, region).Text, table.Decide(standing, region, record).Text);
                if (said != one.Expect || read != one.Expect) Assert.Fail($"{Path.GetFileName(path)}: expected {one.Expect}, the reference says {said}, the table {read}: {one}");
            }
        }
    }

    /// <summary>Draws the corpus anew where HEADGATE_DRAW_CORPUS is set: after the language of policies grew, never to make a test pass. Policies whose tables are soon compiled are enough.</summary>
    [Fact]
    public void what_is_read_back_is_what_was_written()
    {
        var (number, seed) = (0, 7000);
        while (Environment.GetEnvironmentVariable("HEADGATE_DRAW_CORPUS") is not null && number < 40)
        {
            var file = Draw(new Random(seed), seed % 2 == 0);
            var clock = Stopwatch.StartNew();
            DecisionTable.Compile(file.ToTerms());
            if (clock.ElapsedMilliseconds < 50)
                File.WriteAllText(Repository.File($"tests/corpus/{Folder}/drawn-{number++:D2}.txt"), file.Write($"drawn with the seed {seed}: a few cases for every reason that came up"));
            seed++;
        }
        foreach (var path in CorpusFile.Paths(Folder))
            Assert.Equal(File.ReadAllText(path), CorpusFile.Read(path).Write(File.ReadLines(path).First()[2..]));
    }

    /// <summary>A policy that tells several reasons apart, with a few cases for each.</summary>
    internal static CorpusFile Draw(Random random, bool generous)
    {
        const int CasesAReason = 3;
        while (true)
        {
            var text = new RandomPolicy(random, generous).Draw();
            if (PolicyReader.Read(text).Policy is not { } policy) continue;
            var world = new RandomWorld(random, generous);
            var terms = world.Terms(policy, RandomPolicy.Purposes[random.Next(RandomPolicy.Purposes.Length)]);
            var reference = new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null);
            var cases = new Dictionary<string, List<CorpusCase>>(StringComparer.Ordinal);
            for (var i = 0; i < 600; i++)
            {
                var standing = random.Next(40) == 0 ? null : world.Standing(terms);
                var record = world.Record(terms, ["a"], ["r"], "r");
                if (record.Kind is null || !policy.Content.Contains(record.Kind)) continue;
                foreach (var region in (standing?.Regions ?? []).Append(Region.Understand("GB")))
                {
                    var reason = reference.OfSubject(record, standing, region).Text;
                    if (!cases.TryGetValue(reason, out var list)) cases[reason] = list = [];
                    if (list.Count < CasesAReason) list.Add(CorpusCase.Of(reason, standing, region, record));
                }
            }
            if (cases.Count >= 6) return new(text, CorpusTerms.Of(terms), [.. cases.Values.SelectMany(list => list)]);
        }
    }
}
