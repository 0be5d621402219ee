using System.Globalization;

namespace Headgate.Benchmarks.Gate;

/// <summary>One run of something.</summary>
/// <param name="Seconds">On the clock, from the question to the sealed data set.</param>
/// <param name="Used">By the process that does the work.</param>
/// <param name="Phases">How long it was at what, where it says so.</param>
internal sealed record Measure(string What, double Seconds, Usage Used, IReadOnlyList<(string Doing, double Seconds)> Phases, string Note)
{
    public static void Head() => Console.WriteLine($"{"",-20}{"seconds",9}{"ratio",8}{"cpu s",9}{"ratio",8}{"peak MB",9}");

    public void Print(Measure floor)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{What,-20}{Seconds,9:0.00}{Seconds / floor.Seconds,8:0.00}{Used.Processor,9:0.00}{Used.Processor / floor.Used.Processor,8:0.00}{Used.PeakBytes / 1e6,9:0}  {Note}"));
        if (Phases.Count > 0)
            Console.WriteLine($"{"",20}  {string.Join(" · ", Phases.GroupBy(phase => phase.Doing).Select(group => (Doing: group.Key, Seconds: group.Sum(phase => phase.Seconds))).Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Doing} {phase.Seconds:0.00}")))}");
    }

    /// <summary>Of several runs the one in the middle, by its ratio to the floor of its own round.</summary>
    public static (double Clock, double Processor) Median(IReadOnlyList<(Measure Floor, Measure Ours)> rounds) => (
        Middle([.. rounds.Select(round => round.Ours.Seconds / round.Floor.Seconds)]),
        Middle([.. rounds.Select(round => round.Ours.Used.Processor / round.Floor.Used.Processor)]));

    private static double Middle(double[] values) => values.Order().ElementAt(values.Length / 2);
}
