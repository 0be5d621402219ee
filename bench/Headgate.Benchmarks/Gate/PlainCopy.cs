using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace Headgate.Benchmarks.Gate;

/// <summary>The floor: DuckDB's plain copy of the same file to the same codec, in a process of its own.</summary>
internal static class PlainCopy
{
    public const string Command = "plain-copy";

    private const string Task = "task.txt";

    public static Measure Measure(World world, string content, string memory, int threads)
    {
        var folder = Directory.CreateDirectory(world.In("floor")).FullName;
        File.WriteAllLines(Path.Combine(folder, Task), [content, memory, threads.ToString(CultureInfo.InvariantCulture)]);
        var clock = Stopwatch.StartNew();
        using (var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command, folder]) { UseShellExecute = false })!)
        {
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException("the plain copy failed");
        }
        var measure = new Measure("plain copy", clock.Elapsed.TotalSeconds, Usage.Read(folder), [], "");
        Directory.Delete(folder, recursive: true);
        return measure;
    }

    public static int Run(string folder)
    {
        if (File.ReadAllLines(Path.Combine(folder, Task)) is not [var content, var memory, var threads]) return 2;
        using var duck = new DuckDBConnection($"DataSource=:memory:;threads={threads};memory_limit={memory}");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"COPY (SELECT * FROM read_parquet('{content}')) TO '{Path.Combine(folder, "copy.parquet")}' (FORMAT parquet, COMPRESSION zstd)";
        command.ExecuteNonQuery();
        return 0;
    }
}
