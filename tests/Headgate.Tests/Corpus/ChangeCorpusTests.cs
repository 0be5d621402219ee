using System.Diagnostics;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Corpus;

/// <summary>What the comparison of two policies finds does not change by accident: pairs of policies with every quiet opt-in and every difference between them.</summary>
public sealed class ChangeCorpusTests
{
    private const string Folder = "changes";
    private const string Line = "\n---\n";

    [Fact]
    public void every_pair_of_the_corpus_differs_as_it_stands_there()
    {
        var paths = CorpusFile.Paths(Folder);
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            var parts = File.ReadAllText(path).Split(Line);
            var found = Found(parts[1], parts[2], Times.Read(parts[0].Split('\n')[1]), parts[0].Split('\n')[2] == "known");
            Assert.Equal(parts[3], found);
        }
    }

    /// <summary>Draws the corpus anew where HEADGATE_DRAW_CORPUS is set. Pairs that are soon compared are enough.</summary>
    [Fact]
    public void every_pair_of_the_corpus_can_be_published()
    {
        var (number, seed) = (0, 9000);
        while (Environment.GetEnvironmentVariable("HEADGATE_DRAW_CORPUS") is not null && number < 24)
        {
            var (before, after, start) = Draw(new Random(seed));
            var clock = Stopwatch.StartNew();
            var found = Found(before, after, start, seed % 3 == 0);
            if (clock.ElapsedMilliseconds < 400)
                File.WriteAllText(Repository.File($"tests/corpus/{Folder}/drawn-{number++:D2}.txt"), string.Join(Line, $"# drawn with the seed {seed}\n{start}\n{(seed % 3 == 0 ? "known" : "news")}", before, after, found));
            seed++;
        }
        Assert.All(CorpusFile.Paths(Folder), path => Assert.NotNull(PolicyReader.Read(File.ReadAllText(path).Split(Line)[2]).Policy));
    }

    private static (string Before, string After, Instant Start) Draw(Random random)
    {
        while (true)
        {
            var before = random.Next(6) == 0 ? "none" : new RandomPolicy(random, generous: true).Draw();
            var after = RandomPolicy.Twist(random, new RandomPolicy(random, generous: true).Draw());
            if (before != "none" && PolicyReader.Read(before).Policy is null || PolicyReader.Read(after).Policy is null) continue;
            var start = new RandomWorld(random).Time();
            return (before, after, start);
        }
    }

    /// <summary>All that is found, without the words for it, and of whom it holds among some people.</summary>
    private static string Found(string before, string after, Instant start, bool isKnown)
    {
        var (old, policy) = (PolicyReader.Read(before).Policy, PolicyReader.Read(after).Policy!);
        var people = People(policy);
        HashSet<NoticeVersion> known = isKnown ? [new("told", 2)] : [];
        var opened = QuietOptIns.Find(old, policy, start, null, known)
            .Select(one => $"{one.Purpose} {one.At} {one.Grant.Name}{(one.AgainstObjection ? " against" : "")} {Who(people, one.Cases)}");
        var differing = PolicyDifferences.Find(old, policy, start).Select(one => $"{one.Purpose} {one.At} {(one.Admitted ? "admitted" : "withdrawn")} {one.After.Text} {Who(people, one.Cases)}");
        return string.Join('\n', [.. opened, "differences", .. differing, ""]);
    }

    private static string Who(List<Standing> people, IReadOnlyList<DescribedCases> cases) =>
        string.Concat(people.Select(person => cases.Any(one => one.Holds(person)) ? '1' : '0'));

    private static List<Standing> People(Policy policy)
    {
        var random = new Random(1);
        var world = new RandomWorld(random, generous: true, oneNotice: true);
        var terms = new Terms(policy, [], policy.Purposes[RandomPolicy.Purposes[0]], Times.Read("2025-12-19"));
        return [.. Enumerable.Range(0, 40).Select(_ => world.Standing(terms))];
    }
}
