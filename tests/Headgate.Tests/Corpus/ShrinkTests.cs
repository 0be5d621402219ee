using Xunit;

namespace Headgate.Tests.Corpus;

/// <summary>What fails is made small before it is kept.</summary>
public sealed class ShrinkTests
{
    [Fact]
    public void a_failure_shrinks_to_one_case_and_the_rule_that_it_needs()
    {
        foreach (var path in CorpusFile.Paths("verdicts").Take(6))
        {
            var file = CorpusFile.Read(path);
            if (file.Cases.FirstOrDefault(one => one.Expect.StartsWith("denied:", StringComparison.Ordinal) && !one.Expect.Contains('/', StringComparison.Ordinal)) is not { } broken) continue;
            var small = Shrink.Smallest(file, smaller => smaller.Cases.Any(one => Reason(smaller, one) == broken.Expect));
            Assert.Single(small.Cases);
            Assert.Single(PolicyReader.Read(small.Text).Policy!.Rules);
            Assert.Null(small.Cases[0].Served);
            Assert.True(small.Text.Length < file.Text.Length);
        }
    }

    /// <summary>Two faults as somebody might build them in. What they shrink to is as small as can be, and smaller than the smallest of many failing worlds drawn anew, which is all that redrawing could find.</summary>
    [Theory]
    [InlineData("an unknown age counts as grown up", "age", 1)]
    [InlineData("a consent reaches children", "basis: consent", 0)]
    public void a_planted_fault_shrinks_to_the_least_policy_that_shows_it(string fault, string needed, int fields)
    {
        bool Fails(CorpusFile file) => file.Cases.Any(one => Reason(file, one) != Reason(file, Broken(fault, one, file)));
        var failing = Enumerable.Range(0, 60).Select(seed => VerdictCorpusTests.Draw(new Random(seed), generous: true)).Where(Fails).ToList();
        Assert.True(failing.Count >= 6, $"the fault showed in {failing.Count} worlds only");
        foreach (var file in failing.Take(6))
        {
            var small = Shrink.Smallest(file, Fails);
            var policy = PolicyReader.Read(small.Text).Policy!;
            Assert.True((policy.Rules.Count, policy.Rules.Sum(rule => rule.When.Count), small.Cases.Count, small.Terms.Suspensions?.Count ?? 0) == (1, fields, 1, 0), small.Write("not as small as can be"));
            Assert.Contains(needed, small.Text, StringComparison.Ordinal);
            Assert.True(small.Text.Length < failing.Min(drawn => drawn.Text.Length));
        }
    }

    /// <summary>The case as the fault takes it.</summary>
    private static CorpusCase Broken(string fault, CorpusCase one, CorpusFile file)
    {
        if (fault == "an unknown age counts as grown up") return one.Born is null ? one with { Born = "1980-01-01", BornTo = "1980-01-01" } : one;
        return one with { Choices = one.Choices?.Select(choice => choice.StartsWith("Consented ", StringComparison.Ordinal) ? $"Consented {file.Terms.Purpose} {choice.Split(' ')[2]}" : choice).ToList() };
    }

    private static string Reason(CorpusFile file, CorpusCase one)
    {
        var terms = file.ToTerms();
        return new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null).OfSubject(one.ToRecord(), one.ToStanding(), one.ToRegion()).Text;
    }
}
