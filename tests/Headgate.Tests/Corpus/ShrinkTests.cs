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

    private static string Reason(CorpusFile file, CorpusCase one)
    {
        var terms = file.ToTerms();
        return new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null).OfSubject(one.ToRecord(), one.ToStanding(), one.ToRegion()).Text;
    }
}
