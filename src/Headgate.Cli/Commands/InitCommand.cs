using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate init</c></summary>
internal static class InitCommand
{
    private const string PolicyName = "policy.yaml";

    /// <summary>The templates name it as their schema, so that editors find it beside the policy.</summary>
    private const string SchemaName = "policy.schema.json";

    public static Command Build()
    {
        var template = new Option<string>("--policy") { Description = $"the template of the policy file: {string.Join(", ", PolicyTemplates.Names)}", HelpName = "TEMPLATE", DefaultValueFactory = _ => PolicyTemplates.Default };
        return Verb.Of("init", "Makes an empty ledger with a key pair, and a policy file to edit and publish. Records nothing.", "headgate init --policy legitimate-interests", [template], (parsed, output) =>
        {
            var folder = parsed.GetValue(Common.Ledger)!;
            var name = parsed.GetValue(template)!;
            var text = PolicyTemplates.Find(name)
                ?? throw new BadInputException($"there is no template `{name}`; there are {string.Join(", ", PolicyTemplates.Names)}", Nearest.Hint(name, PolicyTemplates.Names));
            using var ledger = SqliteLedger.Create(folder, passphrase: Passphrase.Given());
            var policy = Path.Combine(folder, PolicyName);
            File.WriteAllText(policy, text);
            File.WriteAllText(Path.Combine(folder, SchemaName), PolicySchema.Text);
            output.Say($"made an empty ledger in {folder}");
            output.Say($"next: edit {policy}, check it with `headgate policy check {policy}`, and publish it with `headgate policy publish {policy}`");
            output.Document(new { ledger = folder, key = ledger.Key.ToString(), policy });
            return 0;
        });
    }
}
