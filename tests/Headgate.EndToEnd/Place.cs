using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Headgate.Tests;

namespace Headgate.EndToEnd;

/// <summary>A folder of a test's own, in which <c>headgate</c> runs as a process; its ledger is <c>.headgate</c>, as by default.</summary>
internal sealed class Place : IDisposable
{
    public const string Ledger = ".headgate";

    /// <summary>The purpose of every policy here.</summary>
    public const string Purpose = "train-generative-ai";

    private readonly TempFolder folder = new();

    public string Path => folder.Path;

    /// <summary>What is set for every process that is started from now on.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public string Write(string name, params IEnumerable<string> lines)
    {
        File.WriteAllLines(In(name), lines);
        return In(name);
    }

    /// <summary>Writes a row a line, as JSON.</summary>
    public string WriteRows(string name, IEnumerable<object> rows) => Write(name, rows.Select(row => JsonSerializer.Serialize(row)));

    public Ran Run(params IEnumerable<string> arguments) => Ran.Of(Start(arguments));

    /// <summary>Runs what must go well, and returns the document that it prints.</summary>
    public JsonElement Do(params IEnumerable<string> arguments) => Run([.. arguments, "--json"]).Ends(0).Json();

    /// <summary>Starts what is to be watched, or disturbed.</summary>
    public Running Begin(params IEnumerable<string> arguments) => new(Start(arguments));

    /// <summary>Starts the server. Whoever asked for it ends it.</summary>
    public Process Serve(params IEnumerable<string> arguments)
    {
        var start = Start(arguments.Prepend("serve"));
        start.RedirectStandardOutput = true;
        start.Environment.Remove("HEADGATE_LEDGER");
        return Process.Start(start)!;
    }

    /// <summary>Starts what goes on until it is ended, and says things meanwhile. Whoever asked for it ends it.</summary>
    public Process Watch(params IEnumerable<string> arguments)
    {
        var start = Start(arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        return Process.Start(start)!;
    }

    /// <summary>Every file below a folder and the SHA-256 of its bytes, in one text that can be compared.</summary>
    public string Bytes(string name, Func<string, bool>? but = null) => string.Join('\n', Directory.EnumerateFiles(In(name), "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(In(name), file))
        .Where(file => but is null || !but(file))
        .Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(In(name, file))))}"));

    /// <summary>Copies all that lies here.</summary>
    public void CopyTo(string target) => Copy(Path, target);

    public void CopyFolder(string name, string target) => Copy(In(name), In(target));

    public void Dispose() => folder.Dispose();

    private static void Copy(string from, string target)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            var copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Built.Program, arguments) { WorkingDirectory = Path };
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        return start;
    }
}
