using System.CommandLine;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate policy …</c></summary>
internal static class PolicyCommand
{
    public static Command Build() => Verb.Group("policy", "Checks, publishes and questions policies.", [Check(), Publish(), PolicyAsk.Build(), Schema(), .. PolicyAnswers.Build(), PolicyImpactCommand.Build()]);

    private static Command Check()
    {
        var path = new Argument<string>("FILE") { Description = "the policy file" };
        return Verb.Of("check", "Says what is wrong with a policy file, and where.", "headgate policy check policy.yaml", [path], (parsed, output) =>
        {
            var file = PolicyFile.Read(parsed.GetValue(path)!);
            var folder = parsed.GetValue(Common.Ledger)!;
            if (File.Exists(Path.Combine(folder, "ledger.db")))
            {
                using var session = Common.Open(parsed);
                file = file.After(session.Store.Acts(session.Store.Head.Size));
            }
            var ok = file.Policy is not null;
            var problems = file.Policy is { } policy ? PolicyCheck.Of(policy, file.Problems, Instant.FromDateTime(TimeProvider.System.GetUtcNow())) : file.Problems;
            foreach (var problem in problems)
                output.Say($"{file.Path}:{problem.Line}:{problem.Column}: {(problem.IsWarning ? "warning" : "error")}: {problem.Problem}{(problem.Case is null ? "" : $"\n  case: {problem.Case}")}\n  help: {problem.Help}");
            if (ok) output.Say($"{file.Path} is a policy: {file.Policy!.Name}, version {file.Policy.Version}");
            output.Document(new
            {
                ok,
                problems = problems.Select(problem => new
                {
                    file = file.Path,
                    line = problem.Line,
                    column = problem.Column,
                    problem = problem.Problem,
                    help = problem.Help,
                    warning = problem.IsWarning,
                    @case = problem.Case,
                }),
            });
            return ok ? 0 : 2;
        });
    }

    /// <summary>The document is the schema, with <c>--json</c> or without.</summary>
    private static Command Schema() => Verb.Of(
        "schema", "Prints the JSON Schema of the policy file, by which editors complete, describe and check it.", "headgate policy schema >policy.schema.json", [], (_, _) =>
        {
            Console.Out.Write(PolicySchema.Text);
            return 0;
        });

    private static Command Publish()
    {
        var path = new Argument<string>("FILE") { Description = "the policy file" };
        var reason = new Option<string?>("--override") { Description = "publish although it newly admits somebody without a notice, and say why", HelpName = "REASON" };
        var by = new Option<string?>("--by") { Description = "who answers for that", HelpName = "NAME" };
        var recordedAt = Common.RecordedAt();
        return Verb.Of("publish", "Publishes a policy: from then on, or from its `effective` date, decisions follow it.", "headgate policy publish policy.yaml", [path, reason, by, recordedAt], (parsed, output) =>
        {
            var file = PolicyFile.Read(parsed.GetValue(path)!);
            var policy = file.Valid();
            using var session = Common.Open(parsed);
            var appended = PolicyPublication.Publish(session, file, Common.OverrideOf(parsed.GetValue(reason), parsed.GetValue(by)), Common.InstantOf(parsed, recordedAt));
            foreach (var problem in file.Problems) Output.Remark($"{file.Path}:{problem.Line}:{problem.Column}: warning: {problem.Problem}");
            var from = policy.Effective is { } effective ? Instant.Later(effective, appended.RecordedAt) : appended.RecordedAt;
            output.Say($"published {policy.Name}, version {policy.Version}, at position {appended.First}; in force from {from}");
            output.Document(new { policy = policy.Name, version = policy.Version, position = appended.First, recorded_at = appended.RecordedAt.ToString(), effective_at = from.ToString() });
            return 0;
        });
    }
}
