using System.Diagnostics;
using System.Text.RegularExpressions;
using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>docs/gate.md: its commands, one after the other, say and leave what the page says; its Python runs where the libraries are.</summary>
public sealed partial class GatePageTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void the_commands_of_the_page_go_as_it_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the page's commands are for a POSIX shell");
        var page = File.ReadAllText(Repository.File("docs/gate.md"));
        File.WriteAllText(folder.In("headgate"), $"#!/bin/sh\nexec dotnet '{Built.Assembly}' \"$@\"\n");
        Run("chmod +x headgate");
        var blocks = Block().Matches(page).ToList();
        var said = "";
        foreach (var block in blocks)
        {
            var text = block.Groups["text"].Value;
            switch (block.Groups["kind"].Value)
            {
                case "sh": said = Run($"PATH=\"$PWD:$PATH\"\n{text}"); break;
                case "text": Assert.All(text.Trim('\n').Split('\n'), line => Assert.Contains(line.Trim(), said, StringComparison.Ordinal)); break;
                case "python" when HasPython(text): Run($"python3 - <<'END'\n{text}\nEND"); break;
                case "python" when Ran.Of(Sh("command -v python3")).Code == 0: Run($"python3 -c 'import ast, sys; ast.parse(sys.stdin.read())' <<'END'\n{text}\nEND"); break;
            }
        }
        Assert.InRange(blocks.Count(block => block.Groups["kind"].Value == "sh"), 5, 50);
    }

    /// <summary>Whether all that a script imports is there.</summary>
    private bool HasPython(string script) =>
        Ran.Of(Sh($"python3 -c '{string.Join('\n', script.Split('\n').Where(line => line.StartsWith("import ", StringComparison.Ordinal)))}\n{(script.Contains("parquet", StringComparison.Ordinal) && script.Contains("pandas", StringComparison.Ordinal) ? "import pyarrow" : "")}'")).Code == 0;

    private string Run(string script)
    {
        var ran = Ran.Of(Sh($"set -e\n{script}"));
        Assert.True(ran.Code == 0, $"{script}\nended with {ran.Code}\n{ran.Output}{ran.Errors}");
        return ran.Output + ran.Errors;
    }

    private ProcessStartInfo Sh(string script) => new("sh", ["-c", script]) { WorkingDirectory = folder.Path };

    [GeneratedRegex("^```(?<kind>\\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
