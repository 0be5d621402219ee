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
        Large();
        Compare("the policy with itself", terms.Policy, terms.Policy!);
        Compare("the policy where there was none", null, terms.Policy!);
        return 0;
    }

    private static void Large()
    {
        var (one, other) = (LargePolicy.Terms(1), LargePolicy.Terms(2));
        var clock = Stopwatch.StartNew();
        var table = DecisionTable.Compile(one);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"200 rules, 100 suspensions: {table.SubjectCodes} × {table.RecordCodes} × {table.PairCodes} = {table.Codes.Length:N0} cells; {clock.Elapsed.TotalMilliseconds:N0} ms, peak memory of the process {Usage.Now().PeakBytes >> 20} MB"));
        clock.Restart();
        try
        {
            DecisionTable.Compile(LargePolicy.Terms(1, wild: true));
        }
        catch (TableTooLargeException refused)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"200 rules with ages and dates of their own: refused after {clock.Elapsed.TotalMilliseconds:N0} ms, peak memory {Usage.Now().PeakBytes >> 20} MB: {refused.Message}"));
        }
        clock.Restart();
        var found = PolicyDifferences.Find(one.Policy, other.Policy!, LargePolicy.At);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"differences of two such: {found.Sum(difference => difference.Cases.Count)} kinds of cases; {clock.Elapsed.TotalMilliseconds:N0} ms, peak memory {Usage.Now().PeakBytes >> 20} MB"));
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
