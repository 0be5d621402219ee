using System.Globalization;

namespace Headgate.Benchmarks;

/// <summary>Options as they stand on the command line: <c>--name value</c>.</summary>
internal sealed class Options(string[] words)
{
    private const string Usage =
        """
        gate   [--records 20000000] [--people 5000000] [--threads 2] [--memory 1GB] [--rounds 3] [--work DIR] [--inside yes] [--only keep-half] [--callback yes] [--recheck yes]
               the gate beside a plain copy of the same file; the same as a callback for each record; looking again after 1,000 objections
        kernel
               verdicts over columns of codes
        start  [--rounds 20]
               a gate run over one record
        ledger bulk   [--statements 1000000] [--batch 20000] [--rounds 3]
               appending beside bare inserts in batches of the same size
        ledger single [--writers 200] [--each 100] [--rounds 3]
               one objection, durable, while many others object, beside a bare fsync
        ledger large  --part fill, fsck, receipt or snapshot [--statements 10000000] [--subjects 5000000] [--work DIR]
               a large ledger, a part at a time
        policy [--rounds 7] [--only compile | refusal]
               compiling and comparing policies, and single decisions
        impact [--people 5000000] [--work DIR]
               what a policy would change for a ledger's people
        http   [--subjects 100000] [--connections 32] [--seconds 5] [--rounds 3] [--work DIR] [--only answers | objections | pause | start]
               the server beside an endpoint of it that answers a constant; many who object at once; how soon a pause holds; on the ledger that `ledger large` filled
        http soak [--subjects 100000] [--seconds 120]
               questions and changes of mind for some time, and whether the process grows
        http pages [--subjects 100000] [--rounds 100] [--work DIR] [--campaign yes]
               every page, warm: the first byte and bytes on the wire; on the ledger that `ledger large` filled
        suggest [--data ../shared/data]
               perplexity and keystrokes saved on people the model never saw
        suggest speed [--words 10000000] [--people 19000] [--threads 2] [--work DIR] [--only draw] [--seed 2026]
               training, asking, forgetting
        lineage [--part fill, ask or all] [--sets 200] [--records 1000000] [--people 5000000] [--objections 10000] [--work DIR]
               tracing a person, and what objections come to, over many data sets
        campaign [--people 1000000] [--work DIR]
               planning a campaign beside reading everybody once
        decide [BenchmarkDotNet's own options]
               single decisions, and compiling a policy
        """;

    public string Text(string name, string otherwise) =>
        Array.IndexOf(words, $"--{name}") is var at and >= 0 && at + 1 < words.Length ? words[at + 1] : otherwise;

    public int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    public static int Help()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
