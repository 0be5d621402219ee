using System.CommandLine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate init</c></summary>
internal static class InitCommand
{
    private const string PolicyName = "policy.yaml";

    public static Command Build()
    {
        var template = new Option<string>("--policy") { Description = "the template of the policy file", HelpName = "TEMPLATE", DefaultValueFactory = _ => PolicyTemplates.Default };
        return Verb.Of("init", "Makes an empty ledger with a key pair, and a policy file to edit and publish. Records nothing.", "headgate init", [template], (parsed, output) =>
        {
            var folder = parsed.GetValue(Common.Ledger)!;
            var text = PolicyTemplates.Find(parsed.GetValue(template)!)
                ?? throw new BadInputException($"there is no template `{parsed.GetValue(template)}`", Nearest.Hint(parsed.GetValue(template)!, PolicyTemplates.Names));
            using var ledger = SqliteLedger.Create(folder);
            var policy = Path.Combine(folder, PolicyName);
            File.WriteAllText(policy, text);
            output.Say($"made an empty ledger in {folder}");
            output.Say($"next: edit {policy}, check it with `headgate policy check {policy}`, and publish it with `headgate policy publish {policy}`");
            output.Document(new { ledger = folder, key = ledger.Key.ToString(), policy });
            return 0;
        });
    }
}
