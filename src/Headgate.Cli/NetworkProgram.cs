using System.Diagnostics;
using Headgate.Gate;

namespace Headgate.Cli;

/// <summary>The sample career network as a process of its own. It ends when this one does: it holds on to its input.</summary>
internal sealed class NetworkProgram : IDisposable
{
    private const string Name = "CareerNetwork.dll";
    private const string Listening = "listening on ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private NetworkProgram(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    /// <summary>Ends when the network has.</summary>
    public Task Ended => process.WaitForExitAsync();

    /// <summary>Finds the network beside this program or in the repository, and builds it there where it is not current.</summary>
    /// <exception cref="BadInputException">It is in neither, or does not build.</exception>
    public static string Find(Action<string> say)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "career-network", Name);
        if (File.Exists(beside)) return beside;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var source = Path.Combine(at.FullName, "samples", "CareerNetwork");
            if (File.Exists(Path.Combine(source, "CareerNetwork.csproj"))) return Built(at.FullName, source, say);
        }
        throw new BadInputException("the sample career network was not found", $"run this from a clone of the repository, or put what `dotnet publish samples/CareerNetwork` makes into `{Path.GetDirectoryName(beside)}`");
    }

    /// <param name="keys">What it is told by its environment.</param>
    /// <exception cref="BadInputException">It did not come up.</exception>
    public static async Task<NetworkProgram> StartAsync(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> keys, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Host, [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in keys) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("the career network could not be started");
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
                if (line.StartsWith(Listening, StringComparison.Ordinal)) return new(process, line[Listening.Length..]);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
        catch
        {
            Stop(process);
            throw;
        }
        Stop(process);
        throw new BadInputException("the career network did not come up", "what it said stands above");
    }

    public void Dispose() => Stop(process);

    private static string Host => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static void Stop(Process process)
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(Farewell)) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static string Built(string root, string source, Action<string> say)
    {
        var made = Path.Combine(root, "artifacts", "career-network");
        var own = Path.Combine(made, "bin", "CareerNetwork", "release", Name);
        // The policy is carried by this program, and what is written about it by none.
        var newest = Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".yaml" or ".md")).Append(Path.Combine(root, "samples", "clients", "HeadgatePermit.cs")).Max(File.GetLastWriteTimeUtc);
        if (new[] { Path.Combine(root, "artifacts", "bin", "CareerNetwork", "release", Name), own }.FirstOrDefault(path => File.GetLastWriteTimeUtc(path) > newest) is { } current) return current;
        say("building the career network (once) …");
        var start = new ProcessStartInfo(
            Host, ["build", source, "-c", "Release", "-v", "quiet", "-nologo", $"-p:ArtifactsPath={made}{Path.DirectorySeparatorChar}", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync();
        var said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0 || !File.Exists(own)) throw new BadInputException("the career network does not build", $"{said}{errors.Result}".Trim());
        // A build that finds nothing to do leaves it as old as it was.
        File.SetLastWriteTimeUtc(own, DateTime.UtcNow);
        return own;
    }
}
