using System.CommandLine;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate doctor</c></summary>
internal static class DoctorCommand
{
    public static Command Build() => Verb.Of("doctor", "Says what is installed, reachable and readable, and what to do about the rest.", "headgate doctor", [], (parsed, output) =>
    {
        var findings = Doctor.Examine(parsed.GetValue(Common.Ledger)!, TimeProvider.System);
        foreach (var finding in findings) output.Say($"{(finding.Ok ? "ok  " : "look")}  {finding.What}: {finding.Found}{(finding.Help is null ? "" : $"\n      help: {finding.Help}")}");
        output.Document(new { ok = findings.All(finding => finding.Ok), findings = findings.Select(finding => new { what = finding.What, ok = finding.Ok, found = finding.Found, help = finding.Help }) });
        return 0;
    });
}
