using System.CommandLine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate verify</c>: the offline verifier, with the key of the ledger at hand.</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var paths = new Argument<string[]>("PATH") { Description = "data sets, evidence packs, receipts, checkpoints that you kept, and folders of published logs, such as the ledger's, which the others are held against", Arity = ArgumentArity.OneOrMore };
        var key = new Option<string?>("--key") { Description = "the key to trust, or a file that holds it (default: the ledger's, where there is one)", HelpName = "VKEY" };
        return Verb.Of("verify", "Checks data sets, evidence packs, receipts and kept checkpoints: signatures, files, accounts, and that the ledger still begins with what it was.", "headgate verify dataset checkpoint-of-last-year .headgate", [paths, key], (parsed, output) =>
        {
            var own = Path.Combine(parsed.GetValue(Common.Ledger)!, "ledger.vkeys");
            var trusted = parsed.GetValue(key) ?? (File.Exists(own) ? own : null);
            string[] arguments = [.. trusted is null ? [] : (string[])["--key", trusted], .. output.IsJson ? (string[])["--json"] : [], .. parsed.GetValue(paths)!];
            return Headgate.Verify.VerifyCommand.Run(arguments, Console.Out, Console.Error);
        });
    }
}
