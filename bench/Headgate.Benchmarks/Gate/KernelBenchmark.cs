using System.Diagnostics;
using System.Globalization;
using Headgate.Benchmarks.Decide;

namespace Headgate.Benchmarks.Gate;

/// <summary>The kernel: columns of codes in, reasons out, on one core.</summary>
internal static class KernelBenchmark
{
    private const int Batch = 1 << 16;
    private const int Batches = 4096;

    public static int Run()
    {
        var table = DecisionTable.Compile(SamplePolicy.Terms);
        var random = new Random(1);
        var (subjects, records, pairs, reasons) = (new int[Batch], new int[Batch], new int[Batch], new ushort[Batch]);
        for (var i = 0; i < Batch; i++) (subjects[i], records[i], pairs[i]) = (random.Next(table.SubjectCodes), random.Next(table.RecordCodes), random.Next(table.PairCodes));
        var best = 0.0;
        for (var round = 0; round < 5; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var batch = 0; batch < Batches; batch++) table.Decide(subjects, records, pairs, reasons);
            best = Math.Max(best, (double)Batch * Batches / clock.Elapsed.TotalSeconds);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        table.Decide(subjects, records, pairs, reasons);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"kernel over batches of {Batch:N0}: {best / 1e6:0} M verdicts/s on one core; {GC.GetAllocatedBytesForCurrentThread() - before} bytes allocated; a table of {table.Codes.Length:N0} cells"));
        return 0;
    }
}
