using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>A witness in a folder: it cosigns checkpoints of the logs that it knows, as long as each follows from the last that it saw (C2SP tlog-witness).</summary>
/// <remarks>What it saw is on the disk before it answers, and one process answers at a time: it never signs two histories.</remarks>
public sealed class LogWitness : IDisposable
{
    private readonly LedgerFolder folder;
    private readonly SigningKey key;
    private readonly Cosigner cosigner;

    private LogWitness(LedgerFolder folder, SigningKey key) => (this.folder, this.key, cosigner) = (folder, key, new(key));

    /// <summary>The text of its public key.</summary>
    public string VerifierText => cosigner.VerifierText;

    /// <summary>Makes a witness with a key of its own.</summary>
    /// <param name="name">Its name, such as <c>example.com/witness</c>.</param>
    /// <exception cref="LedgerRefusalException">There is one in the folder, or the name is none.</exception>
    public static LogWitness Create(string path, string name, string? passphrase = null)
    {
        var folder = new LedgerFolder(path, passphrase);
        if (File.Exists(folder.In(LedgerFolder.KeyName))) throw new LedgerRefusalException($"there is already a key in `{path}`");
        try
        {
            Directory.CreateDirectory(path);
            folder.WriteKey(LedgerFolder.KeyName, SigningKey.Text(name, RandomNumberGenerator.GetBytes(32)));
        }
        catch (ArgumentException fault)
        {
            throw new LedgerRefusalException($"`{name}` cannot be the name of a witness: {fault.Message}", fault);
        }
        return Open(path, passphrase);
    }

    /// <exception cref="LedgerRefusalException">There is none, or its key cannot be used.</exception>
    public static LogWitness Open(string path, string? passphrase = null)
    {
        var folder = new LedgerFolder(path, passphrase);
        return new(folder, folder.ReadKey());
    }

    /// <summary>Makes a log known, or another key of a log that is.</summary>
    /// <param name="origin">What its checkpoints begin with, where that is not the name of the key.</param>
    public void Trust(VerifierKey log, string? origin = null)
    {
        using var alone = folder.LockPublishing();
        var place = Place(origin ?? log.Name);
        var known = Known(origin ?? log.Name).ToList();
        if (known.Contains(log)) return;
        folder.Write($"{place}/keys", Encoding.UTF8.GetBytes(string.Concat(known.Append(log).Select(one => $"{one}\n"))), flush: true);
    }

    /// <summary>The size of the last checkpoint of a log that was cosigned; 0 where there is none.</summary>
    public long Seen(string origin) => Last(origin)?.Size ?? 0;

    /// <summary>Answers a request.</summary>
    /// <param name="body">As a log sends it to <c>add-checkpoint</c>.</param>
    public WitnessAnswer Answer(ReadOnlySpan<byte> body, Instant now)
    {
        // a signature that is malformed is one that does not verify
        if (!WitnessRequest.TryParse(body, out var request, out var isAsked))
            return isAsked ? new(403, "text/plain; charset=utf-8", "invalid signature\n") : new(400, "text/plain; charset=utf-8", "malformed request\n");
        using var alone = folder.LockPublishing();
        var origin = request.Checkpoint.Origin;
        if (WitnessAnswer.Refusal(request, Known(origin).ToArray(), Last(origin)) is { } refusal) return refusal;
        folder.Write($"{Place(origin)}/seen", Encoding.UTF8.GetBytes(request.Note.ToString()), flush: true);
        return WitnessAnswer.Cosigned(cosigner.Cosign(request.Note.Text, now));
    }

    public void Dispose() => key.Dispose();

    private IEnumerable<VerifierKey> Known(string origin) =>
        folder.Read($"{Place(origin)}/keys") is { } text
            ? Encoding.UTF8.GetString(text).TrimEnd('\n').Split('\n').Select(line => VerifierKey.TryParse(line, out var known)
                ? known
                : throw new LedgerDamageException($"the witness's `{Place(origin)}/keys` holds a line that is no key: restore it from a backup"))
            : [];

    private Checkpoint? Last(string origin)
    {
        var name = $"{Place(origin)}/seen";
        if (!File.Exists(folder.In(name))) return null;
        return SignedNote.TryParse(folder.Read(name), out var note) && Checkpoint.TryParse(note.Text, out var seen) && seen.Origin == origin
            ? seen
            : throw new LedgerDamageException($"the witness's `{name}` is no checkpoint of `{origin}`: restore it from a backup; without it, it would not know what it signed");
    }

    private static string Place(string origin) => $"logs/{Digest.Of(Encoding.UTF8.GetBytes(origin)).ToHex()[..32]}";
}
