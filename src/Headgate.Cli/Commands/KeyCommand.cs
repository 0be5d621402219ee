using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate key</c></summary>
internal static class KeyCommand
{
    public static Command Build() => Verb.Group("key", "The keys that the ledger is signed with.", Show(), Change(), Seal());

    private static Command Show() => Verb.Of("show", "Lists every key that the ledger was ever signed with.", "headgate key show", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        foreach (var key in session.Store.Keys) output.Say(key.Since is { } since ? $"{key.Key}  since position {since}" : $"{key.Key}");
        output.Document(new { keys = session.Store.Keys.Select(key => new { key = key.Key.ToString(), since = key.Since, proof = key.Proof }) });
        return 0;
    });

    private static Command Change() => Verb.Of("rotate", "Signs with a new key from here on; the old one hands over to it in the ledger, and is destroyed.", "headgate key rotate", [], (parsed, output) =>
    {
        using var session = Common.Open(parsed);
        var old = session.Store.Key;
        var appended = session.Store.ChangeKey(session.Now);
        output.Say($"{session.Store.Key}  since position {appended.First}");
        output.Say("whoever knows the ledger by its old key needs `ledger.vkeys`, in which the old key hands over to the new one");
        output.Document(new { position = appended.First, from = old.ToString(), to = session.Store.Key.ToString() });
        return 0;
    });

    private static Command Seal()
    {
        var file = new Option<string?>("--new-from") { Description = "a file whose first line is the new passphrase", HelpName = "FILE" };
        var open = new Option<bool>("--open") { Description = "take the passphrase away" };
        return Verb.Of("seal", "Seals the private keys with a passphrase. Later commands are given it in HEADGATE_PASSPHRASE, or in the file named by HEADGATE_PASSPHRASE_FILE.", "headgate key seal --new-from passphrase.txt", [file, open], (parsed, output) =>
        {
            var given = parsed.GetValue(file);
            if ((given is null) != parsed.GetValue(open)) throw new BadInputException("nothing says how the keys are to be sealed", "give `--new-from FILE`, or `--open` to take the passphrase away");
            SqliteLedger.SealKeys(parsed.GetValue(Common.Ledger)!, Passphrase.Given(), given is null ? null : Passphrase.Read(given));
            output.Say(given is null ? "the keys are open to whoever can read their files" : "the keys are sealed");
            output.Document(new { @sealed = given is not null });
            return 0;
        });
    }
}
