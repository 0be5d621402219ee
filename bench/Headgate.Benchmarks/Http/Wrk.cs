using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Headgate.Benchmarks.Http;

/// <summary>Has <c>wrk</c> ask, in a process of its own, so that what the client costs is not taken for the server's.</summary>
internal static partial class Wrk
{
    /// <summary>So many different requests, in turn.</summary>
    private const int Prepared = 1024;

    public static bool IsInstalled => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <returns>Requests a second.</returns>
    /// <exception cref="InvalidOperationException">Not every answer was 200, or a connection failed.</exception>
    public static double Run(Uri address, string path, string key, Func<int, string> body, int connections, int seconds, string folder)
    {
        var script = new StringBuilder("local bodies = {\n");
        for (var i = 0; i < Prepared; i++) script.Append("[[").Append(body(i)).Append("]],\n");
        script.Append(CultureInfo.InvariantCulture,
            $$"""
            }
            local headers = { ["Authorization"] = "Bearer {{key}}", ["Content-Type"] = "application/json" }
            local requests, at = {}, 0
            function init()
              for i, body in ipairs(bodies) do requests[i] = wrk.format("POST", "{{path}}", headers, body) end
            end
            function request()
              at = at % #requests + 1
              return requests[at]
            end
            """);
        var file = Path.Combine(folder, "requests.lua");
        File.WriteAllText(file, script.ToString());
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", string.Create(CultureInfo.InvariantCulture, $"-c{connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "-s", file, address.ToString()]) { RedirectStandardOutput = true })!;
        var said = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal) || !Rate().IsMatch(said)) throw new InvalidOperationException(said);
        return double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();
}
