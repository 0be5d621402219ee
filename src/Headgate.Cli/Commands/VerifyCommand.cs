using System.CommandLine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate verify</c>: the offline verifier, with the key of the ledger at hand.</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var paths = new Argument<string[]>("PATH") { Description = "data sets, receipts, checkpoints", Arity = ArgumentArity.OneOrMore };
        var key = new Option<string?>("--key") { Description = "the key to trust, or a file that holds it (default: the ledger's, where there is one)", HelpName = "VKEY" };
        return Verb.Of("verify", "Checks data sets and receipts: signatures, files, accounts.", "headgate verify dataset", [paths, key], (parsed, output) =>
        {
            var own = Path.Combine(parsed.GetValue(Common.Ledger)!, "ledger.vkey");
            var trusted = parsed.GetValue(key) ?? (File.Exists(own) ? own : null);
            string[] arguments = [.. trusted is null ? [] : (string[])["--key", trusted], .. output.IsJson ? (string[])["--json"] : [], .. parsed.GetValue(paths)!];
            return Headgate.Verify.VerifyCommand.Run(arguments, Console.Out, Console.Error);
        });
    }
}
