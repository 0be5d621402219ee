using System.Text;
using Headgate.Ledger;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What a ledger does with its witnesses: it asks, and keeps what they signed.</summary>
public static class Witnessing
{
    /// <summary>The request that a ledger sends to a witness which saw it at a size.</summary>
    public static WitnessRequest Request(ILedgerStore store, long seen)
    {
        var size = store.Head.Size;
        if (seen > size) throw new RefusedException($"the witness saw {seen} statements, and the ledger has {size}: it was taken back", "restore the ledger from a backup that has them");
        var note = store.CheckpointAt(size);
        return new(seen, seen == 0 || seen == size ? [] : store.Tree(size).Consistency(seen), note, store.Checkpoint(size));
    }

    /// <summary>Keeps what a witness answered with the checkpoint that it was asked to sign.</summary>
    /// <returns>The path of the cosigned checkpoint; null where the witness did not sign it.</returns>
    /// <param name="witness">The key of the witness.</param>
    public static string? Keep(Session session, WitnessRequest request, WitnessAnswer answer, VerifierKey witness)
    {
        if (answer.Status != 200 || !SignedNote.TryParse($"{request.Note}{answer.Body}", out var cosigned) || !Cosigner.IsCosigned(cosigned, witness, out _)) return null;
        var folder = Path.Combine(session.Folder, "cosigned");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Digest.Of(Encoding.UTF8.GetBytes(witness.ToString())).ToHex()[..16]}");
        File.WriteAllText(path + ".new", cosigned.ToString());
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }
}
