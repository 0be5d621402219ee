using System.Diagnostics;
using System.Globalization;
using Headgate.Benchmarks.Decide;

namespace Headgate.Benchmarks.Policies;

/// <summary>What it takes to compile a policy of 12 rules under 8 suspensions, the first time in a process and afterwards.</summary>
internal static class PolicyBenchmark
{
    public static int Run(Options options)
    {
        var terms = SamplePolicy.Terms;
        var times = new List<double>();
        DecisionTable table = null!;
        for (var round = 0; round < options.Number("rounds", 7); round++)
        {
            var clock = Stopwatch.StartNew();
            table = DecisionTable.Compile(terms);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"compile: {table.SubjectCodes} × {table.RecordCodes} × {table.PairCodes} = {table.Codes.Length:N0} cells; first {times[0]:N0} ms, median {times.Order().ElementAt(times.Count / 2):N0} ms"));
        Decisions(table);
        Large(options);
        Compare("the policy with itself", terms.Policy, terms.Policy!);
        Compare("the policy where there was none", null, terms.Policy!);
        return 0;
    }

    /// <summary>Single decisions on one core: a cell by its codes, and from a standing and a record.</summary>
    private static void Decisions(DecisionTable table)
    {
        var draw = new Random(7);
        var codes = Enumerable.Range(0, 4096).Select(_ => (Subject: draw.Next(table.SubjectCodes), Record: draw.Next(table.RecordCodes), Pair: draw.Next(table.PairCodes))).ToArray();
        var cases = Enumerable.Range(0, 4096).Select(_ => SampleCase.Draw(draw)).ToArray();
        var sum = 0L;
        for (var warm = 0; warm < 3; warm++)
        {
            var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            const int Rounds = 20_000;
            for (var round = 0; round < Rounds; round++)
                foreach (ref readonly var code in codes.AsSpan()) sum += table[code.Subject, code.Record, code.Pair];
            var (reads, allocated) = ((double)Rounds * codes.Length / clock.Elapsed.TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - before);
            (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            const int Times = 200;
            for (var round = 0; round < Times; round++)
                foreach (ref readonly var one in cases.AsSpan()) sum += table.Decide(one.Standing, one.Region, one.Record).Code;
            var (decisions, garbage) = ((double)Times * cases.Length / clock.Elapsed.TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - before);
            if (warm == 2)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decisions: {reads / 1e6:N0} million/s by codes, {allocated} bytes allocated; {decisions / 1e6:N1} million/s from a standing and a record, {garbage} bytes allocated ({sum})"));
        }
    }

    private static void Large(Options options)
    {
        if (options.Text("only", "") == "refusal")
        {
            Refusal();
            return;
        }
        var (one, other) = (LargePolicy.Terms(1), LargePolicy.Terms(2));
        var clock = Stopwatch.StartNew();
        var table = DecisionTable.Compile(one);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"200 rules, 100 suspensions: {table.SubjectCodes} × {table.RecordCodes} × {table.PairCodes} = {table.Codes.Length:N0} cells; {clock.Elapsed.TotalMilliseconds:N0} ms, peak memory of the process {Usage.Now().PeakBytes >> 20} MB"));
        if (options.Text("only", "") == "compile") return;
        clock.Restart();
        var found = PolicyDifferences.Find(one.Policy, other.Policy!, LargePolicy.At);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"differences of two such: {found.Sum(difference => difference.Cases.Count)} kinds of cases; {clock.Elapsed.TotalMilliseconds:N0} ms, peak memory {Usage.Now().PeakBytes >> 20} MB"));
    }

    private static void Refusal()
    {
        var terms = LargePolicy.Terms(1, wild: true);
        var clock = Stopwatch.StartNew();
        try
        {
            DecisionTable.Compile(terms);
        }
        catch (TableTooLargeException refused)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"200 rules with ages and dates of their own: refused after {clock.Elapsed.TotalMilliseconds:N0} ms, peak memory of the process {Usage.Now().PeakBytes >> 20} MB: {refused.Message}"));
        }
    }

    private static void Compare(string what, Policy? before, Policy after)
    {
        var clock = Stopwatch.StartNew();
        var found = QuietOptIns.Find(before, after, Instant.FromDate(new(2025, 6, 1)), null, new HashSet<NoticeVersion>());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"quiet opt-ins of {what}: {found.Count} found, {found.Sum(one => one.Cases.Count)} kinds of cases; {clock.Elapsed.TotalMilliseconds:N0} ms"));
    }
}
