using System.CommandLine;
using System.Text;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate witness</c>: to be one, and to ask one.</summary>
internal static class WitnessCommand
{
    private const int Refused = 3;

    public static Command Build() => Verb.Group("witness", "Cosigns ledgers of others, or asks a witness to cosign this one.", New(), Trust(), Add(), Request(), Ask());

    private static Command New()
    {
        var (folder, name) = (Folder(), new Option<string>("--name") { Description = "its name", HelpName = "NAME", Required = true });
        return Verb.Of("new", "Makes a witness with a key of its own.", "headgate witness new my-witness --name example.com/witness", [folder, name], (parsed, output) =>
        {
            using var witness = LogWitness.Create(parsed.GetValue(folder)!, parsed.GetValue(name)!, Passphrase.Given());
            output.Say(witness.VerifierText);
            output.Document(new { key = witness.VerifierText });
            return 0;
        });
    }

    private static Command Trust()
    {
        var (folder, key) = (Folder(), new Argument<string>("VKEY") { Description = "the key of a ledger, as you had it from elsewhere" });
        return Verb.Of("trust", "Makes a ledger known to a witness.", "headgate witness trust my-witness example.com/ledger+530d903a+AekyeRrm…", [folder, key], (parsed, output) =>
        {
            using var witness = LogWitness.Open(parsed.GetValue(folder)!, Passphrase.Given());
            if (!VerifierKey.TryParse(parsed.GetValue(key)!, out var log)) throw new BadInputException($"`{parsed.GetValue(key)}` is no key of a ledger", "it lies in the ledger's folder, in `ledger.vkey`");
            witness.Trust(log);
            output.Say($"{log.Name} is known");
            output.Document(new { log = log.Name });
            return 0;
        });
    }

    private static Command Add()
    {
        var (folder, file) = (Folder(), new Argument<string>("REQUEST") { Description = "a file as a log sends it to `add-checkpoint`" });
        return Verb.Of("add", "Answers a ledger's request: cosigns its checkpoint if it follows from the last one seen.", "headgate witness add my-witness request", [folder, file], (parsed, output) =>
        {
            using var witness = LogWitness.Open(parsed.GetValue(folder)!, Passphrase.Given());
            return Say(output, witness.Answer(File.ReadAllBytes(parsed.GetValue(file)!), Now()), null);
        });
    }

    private static Command Request()
    {
        var old = new Option<long>("--old") { Description = "the size that the witness saw last", HelpName = "N" };
        return Verb.Of("request", "Prints the request by which this ledger asks a witness.", "headgate witness request --old 0 > request", [old], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var request = Witnessing.Request(session.Store, parsed.GetValue(old)).ToString();
            if (!output.IsJson) Console.Out.Write(request);
            output.Document(new { request });
            return 0;
        });
    }

    private static Command Ask()
    {
        var folder = Folder();
        return Verb.Of("ask", "Has a witness on this machine cosign this ledger, and keeps what it signed.", "headgate witness ask my-witness", [folder], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            using var witness = LogWitness.Open(parsed.GetValue(folder)!, Passphrase.Given());
            var request = Witnessing.Request(session.Store, witness.Seen(session.Store.Key.Name));
            var answer = witness.Answer(Encoding.UTF8.GetBytes(request.ToString()), Now());
            return Say(output, answer, Cosigner.TryParse(witness.VerifierText, out var key) ? Witnessing.Keep(session, request, answer, key) : null);
        });
    }

    private static int Say(Output output, WitnessAnswer answer, string? kept)
    {
        if (!output.IsJson) Console.Out.Write(answer.Body);
        if (kept is not null) Output.Remark($"kept in {kept}");
        output.Document(new { status = answer.Status, answer = answer.Body, kept });
        return answer.Status == 200 ? 0 : Refused;
    }

    private static Argument<string> Folder() => new("WITNESS") { Description = "the witness's folder" };

    private static Instant Now() => Instant.FromDateTime(TimeProvider.System.GetUtcNow());
}
