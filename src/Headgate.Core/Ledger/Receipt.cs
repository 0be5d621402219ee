using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Headgate.Ledger;

/// <summary>Proves to whoever made a statement, offline and for ever, that it is in the log at its position and time (docs/ledger-format.md, Receipts).</summary>
/// <param name="Key">The key of the log, as the log states it; whoever checks the receipt compares it with the one they know.</param>
/// <param name="Body">The statement.</param>
/// <param name="Salt">Opens the commitment of a personal statement; empty for a public act.</param>
/// <param name="Entry">What the log shows the public of it.</param>
/// <param name="Proof">That the entry is in the log.</param>
public sealed record Receipt(VerifierKey Key, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Salt, LogEntry Entry, TlogProof Proof)
{
    private const string FirstLine = "headgate-receipt/1";

    /// <summary>Reads a receipt. Nothing is verified by it.</summary>
    /// <returns>False where the bytes are not exactly of the form in which receipts are written.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Receipt? receipt)
    {
        receipt = null;
        if (bytes.Length > SignedNote.MostBytes || !Utf8.IsValid(bytes)) return false;
        var text = Encoding.UTF8.GetString(bytes);
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || !TlogProof.TryParse(text[(blank + 2)..], out var proof)) return false;
        var lines = text[..blank].Split('\n');
        if (lines.Length is < 4 or > 5 || lines[0] != FirstLine) return false;
        if (!VerifierKey.TryParse(After(lines[1], "key ") ?? "", out var key) || After(lines[2], "body ") is not { } body) return false;
        byte[]? salt = [];
        if (lines.Length == 5 && (!StrictBase64.TryDecode(After(lines[3], "salt "), out salt) || salt.Length != LogEntry.SaltSize)) return false;
        if (!LogEntry.TryParse(Encoding.UTF8.GetBytes(After(lines[^1], "entry ") ?? ""), out var entry)) return false;
        receipt = new(key, Encoding.UTF8.GetBytes(body), salt, entry, proof);
        return true;
    }

    /// <summary>What does not hold about the receipt, in words; null where everything does.</summary>
    /// <param name="log">The key that the log is known by.</param>
    public string? Check(VerifierKey log)
    {
        if (!log.Equals(Key)) return "it is of another log: its key is not the one given";
        if (!StatementBody.TryRead(Body, out var statement, out _)) return "its statement cannot be read";
        if (StatementBody.EntryKind(statement) != Entry.Kind) return "its statement is not of the kind that its entry says";
        if ((statement is PersonalStatement) != (Salt.Length > 0)) return "its salt is missing, or one too many";
        var digest = statement is PersonalStatement ? LogEntry.Commit(Salt.Span, Body.Span) : Digest.Of(Body.Span);
        if (digest != Entry.Digest) return "its statement is not the one that its entry commits to";
        return Proof.Verify(Entry.Leaf(), log) ? null : "its proof does not lead from its entry to a checkpoint that the log signed";
    }

    /// <summary>The receipt as it is written: the opening and the entry a line each, a blank line, then a C2SP tlog-proof.</summary>
    public override string ToString()
    {
        var salt = Salt.IsEmpty ? "" : $"salt {Convert.ToBase64String(Salt.Span)}\n";
        return $"{FirstLine}\nkey {Key}\nbody {Encoding.UTF8.GetString(Body.Span)}\n{salt}entry {Entry}\n\n{Proof}";
    }

    private static string? After(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : null;
}
