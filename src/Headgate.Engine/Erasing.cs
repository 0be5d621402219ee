using System.Globalization;
using System.Security.Cryptography;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What an erasure did, what remains and why, and what it could not reach.</summary>
/// <param name="Statements">How many statements were destroyed; 0 where none were there.</param>
/// <param name="Kept">The purposes of which the tombstone keeps an objection.</param>
/// <param name="Redacted">Denied files that no longer name the subject.</param>
/// <param name="Remains">What remains, each with its reason.</param>
/// <param name="NotReached">What may still hold something of the subject, and what to do about it; empty where nothing does.</param>
public sealed record ErasureReport(long Statements, IReadOnlyList<string> Kept, IReadOnlyList<string> Redacted, IReadOnlyList<string> Remains, IReadOnlyList<string> NotReached);

/// <summary>Destroys what is stated of a person (semantics.md, Erasure).</summary>
public static class Erasing
{
    /// <param name="purge">Whether no byte is to be left, in the ledger's files, its snapshots and the denied files of its data sets.</param>
    public static ErasureReport Erase(Session session, SubjectId subject, bool purge, Bounds bounds)
    {
        // before the ledger: whatever sends looks there again before it records anything
        PeopleBeside.Erase(session, subject);
        var erasure = session.Store.Erase(subject, session.Now);
        new LineageIndex(session).Erase(subject.Value, erasure?.RecordedAt ?? session.Now, session.Store.Head.Size - 1);
        var notReached = new List<string>();
        foreach (var receipt in (erasure?.Positions ?? []).Select(position => Choosing.ReceiptPath(session, position)).Where(File.Exists)) File.Delete(receipt);
        notReached.AddRange(StandingSnapshot.RemoveAll(session).Select(snapshot => $"a gate run reads `{snapshot}`, which holds standings of before: erase again when it has finished"));
        var redacted = new List<string>();
        if (purge)
        {
            var places = session.Store.Places();
            foreach (var act in session.Store.Acts(session.Store.Head.Size))
            {
                if (act.Statement is not DataSetSealed seal || places.GetValueOrDefault(act.Position) is not { } place) continue;
                if (SealedDataSet.Find(session, place, seal.ManifestDigest) is not { } set)
                    notReached.Add($"the data set sealed at position {act.Position} is no longer in `{place}`: if it was moved, and names subjects, move it back and purge again, or destroy its denied file");
                else if (Redact(session, set.Folder, subject, bounds, notReached) is { } file) redacted.Add(file);
            }
            notReached.AddRange(ReachFolder.Forget(session, subject, bounds));
            session.Store.Purge();
            PeopleBeside.Purge(session);
        }
        return new(erasure?.Positions.Count ?? 0, [.. (erasure?.Objections ?? []).Select(objection => objection.Purpose)], redacted, [.. Remains(erasure, purge)], notReached);
    }

    private static IEnumerable<string> Remains(Erasure? erasure, bool purge)
    {
        if (erasure is not null)
            yield return string.Create(CultureInfo.InvariantCulture, $"{erasure.Positions.Count} entries of the log, each a time and a commitment that nobody can open any more: without them the log, and what was proved with it, would not hold");
        if (erasure is { Objections.Count: > 0 })
            yield return "a tombstone, which only this ledger's tombstone key can match with the id: should the same id return, it has objected";
        yield return "receipts that were handed out: they are the person's own";
        yield return "records that sealed data sets kept, models trained on them, and what a permit that is renewed lists of them: `headgate tasks` says which must be redone, and by when";
        yield return "backups: whoever restores one restores the newest `erasures` file with it, and opening the ledger erases again";
        if (!purge) yield return "bytes that were overwritten in the database but may still lie in SQLite's log, and subjects named in denied files: `--purge` destroys those too";
    }

    /// <returns>The denied file, if it named the subject.</returns>
    private static string? Redact(Session session, string folder, SubjectId subject, Bounds bounds, List<string> notReached)
    {
        if (DeniedFile.Find(folder) is not { } name) return null;
        var (file, aside) = (Path.Combine(folder, name), Path.Combine(bounds.Temp, name));
        try
        {
            var records = DeniedFile.Redact(file, aside, subject, bounds);
            if (records == 0) return null;
            WriteRedaction(session, folder, name, aside, records);
            File.Move(Beside(aside, file), file, overwrite: true);
            return file;
        }
        catch (Exception fault) when (fault is BadInputException or IOException or UnauthorizedAccessException)
        {
            notReached.Add($"`{file}` cannot be written anew: {fault.Message}");
            return null;
        }
    }

    /// <summary>Vouches for the new file before it takes its place: until then the old one holds by the manifest.</summary>
    private static void WriteRedaction(Session session, string folder, string name, string aside, long records)
    {
        var place = Path.Combine(folder, DataSetLayout.Redaction);
        if (!DsseEnvelope.TryParse(File.ReadAllBytes(Path.Combine(folder, DataSetLayout.Manifest)), out var envelope) || !GateManifest.TryParse(envelope.Payload, out var manifest, out _))
            throw new BadInputException($"`{folder}` has no manifest that can be read", "verify the data set");
        var original = manifest.Outputs.First(output => output.Path == name).Sha256;
        var before = File.Exists(place) && DsseEnvelope.TryParse(File.ReadAllBytes(place), out var old) && Redaction.TryParse(old.Payload, out var read) ? read.Records : 0;
        using var stream = File.OpenRead(aside);
        var redaction = new Redaction(Digest.Of(envelope.Payload.Span), name, original, Digest.From(SHA256.HashData(stream)), stream.Length, before + records);
        File.WriteAllText(Path.Combine(folder, DataSetLayout.LedgerKeys), string.Concat(session.Store.Keys.Select(key => $"{key}\n")));
        File.WriteAllBytes(place + ".new", redaction.Sign(session.Store.Signer).ToBytes());
        File.Move(place + ".new", place, overwrite: true);
    }

    /// <summary>Brings the file onto the disk that it is moved within.</summary>
    private static string Beside(string aside, string file)
    {
        File.Move(aside, file + ".new", overwrite: true);
        return file + ".new";
    }
}
