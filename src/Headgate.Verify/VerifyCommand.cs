using Headgate.Manifest;

namespace Headgate.Verify;

/// <summary>The whole command: arguments in, findings and an exit code out.</summary>
internal static class VerifyCommand
{
    public const int DoesHold = 0;
    public const int BadUsage = 2;
    public const int DoesNotHold = 4;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (!Options.TryParse(arguments, out var options, out var problem)) return Refuse(errors, problem);
        if (options.Help)
        {
            output.Write(Options.HelpText);
            return DoesHold;
        }
        if (options.Version)
        {
            output.WriteLine(typeof(DataSetVerification).Assembly.GetName().Version!.ToString(3));
            return DoesHold;
        }

        var findings = new List<Finding>();
        foreach (var path in options.Paths)
        {
            if (!PathVerification.TryVerify(path, options.Keys, out var finding, out problem)) return Refuse(errors, problem);
            findings.Add(finding);
        }
        findings = Histories.Check(SplitViews.Find(findings));
        if (options.Json) FindingText.WriteJson(findings, output);
        else FindingText.Write(findings, output);
        return findings.All(finding => finding.Problems.Count == 0) ? DoesHold : DoesNotHold;
    }

    private static int Refuse(TextWriter errors, string problem)
    {
        errors.WriteLine($"headgate-verify: {FindingText.Printable(problem)}");
        errors.WriteLine("`headgate-verify --help` says how it is used");
        return BadUsage;
    }
}
