using System.Globalization;

namespace Headgate.Benchmarks;

/// <summary>Options as they stand on the command line: <c>--name value</c>.</summary>
internal sealed class Options(string[] words)
{
    private const string Usage =
        """
        gate   [--records 20000000] [--people 5000000] [--threads 2] [--memory 1GB] [--rounds 3] [--work DIR] [--inside yes]
               the gate beside a plain copy of the same file
        start  [--rounds 20]
               a gate run over one record
        ledger [--statements 1000000]
               appending beside bare inserts
        policy [--rounds 7]
               compiling a policy
        http   [--subjects 100000] [--connections 32] [--seconds 5] [--rounds 3]
               the server beside an endpoint of it that answers a constant
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
