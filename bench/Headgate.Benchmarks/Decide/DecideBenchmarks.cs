using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace Headgate.Benchmarks.Decide;

/// <summary>Decisions one at a time, and making ready for them.</summary>
[MemoryDiagnoser]
public class DecideBenchmarks
{
    private const int Questions = 4096;

    private readonly DecisionTable table = DecisionTable.Compile(SamplePolicy.Terms);
    private readonly (int Subject, int Record, int Pair)[] codes = new (int, int, int)[Questions];
    private readonly (Standing Standing, Region Region, Record Record)[] cases = new (Standing, Region, Record)[Questions];

    public DecideBenchmarks()
    {
        var draw = new Random(7);
        for (var i = 0; i < Questions; i++)
        {
            codes[i] = (draw.Next(table.SubjectCodes), draw.Next(table.RecordCodes), draw.Next(table.PairCodes));
            cases[i] = SampleCase.Draw(draw);
        }
    }

    internal static int Run(string[] arguments)
    {
        var table = DecisionTable.Compile(SamplePolicy.Terms);
        Console.WriteLine($"{table.SubjectCodes} subject codes × {table.RecordCodes} record codes × {table.PairCodes} pair codes = {table.Codes.Length:N0} cells");
        BenchmarkRunner.Run<DecideBenchmarks>(args: arguments);
        return 0;
    }

    /// <summary>The codes are at hand.</summary>
    [Benchmark(OperationsPerInvoke = Questions)]
    public int ByCodes()
    {
        var sum = 0;
        foreach (var (subject, record, pair) in codes) sum += table[subject, record, pair];
        return sum;
    }

    /// <summary>From a standing and a record: the classes are looked up.</summary>
    [Benchmark(OperationsPerInvoke = Questions)]
    public int ByCase()
    {
        var sum = 0;
        foreach (var (standing, region, record) in cases) sum += table.Decide(standing, region, record).Code;
        return sum;
    }

    /// <summary>The table itself.</summary>
    [Benchmark]
    public DecisionTable Compile() => DecisionTable.Compile(SamplePolicy.Terms);
}
