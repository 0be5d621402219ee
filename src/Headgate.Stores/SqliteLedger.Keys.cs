using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;
using Headgate.Stores.Sqlite;

namespace Headgate.Stores;

public sealed partial class SqliteLedger
{
    /// <inheritdoc/>
    public IReadOnlyList<LedgerKey> Keys => Read(ReadKeys);

    /// <inheritdoc/>
    public Appended ChangeKey(Instant now)
    {
        Appended appended;
        // one at a time: the file of the next key must be that of the key that is recorded
        using (folder.LockPublishing())
        {
            // whoever changed it last may not have come to the end
            See();
            var text = NewKey(Key.Name);
            if (!SigningKey.TryParse(text, out var next)) throw new InvalidOperationException("a new key cannot be read");
            using var fresh = next;
            folder.WriteKey(LedgerFolder.NextKeyName, text);
            appended = writer.Transaction((head, batch) =>
            {
                var at = RecordingTime.Of(head.LastRecordedAt, now, null);
                batch.Begin(at);
                batch.Add(new(new KeyChanged(Key, next.Verifier, Convert.ToBase64String(Signer.Sign(Encoding.UTF8.GetBytes(KeyChanged.Message(next.Verifier)))))));
                using var query = writer.Database.Query("UPDATE head SET key = ?").BindText(1, next.Verifier.ToString());
                query.Run();
                return new Appended(head.Size, 1, at);
            });
            folder.TakeNextKey();
        }
        See();
        publication.Ensure(null);
        return appended;
    }

    /// <summary>Seals a ledger's private keys anew.</summary>
    /// <param name="passphrase">What they are sealed with; null where they are not.</param>
    /// <param name="by">What they are to be sealed with; null to leave them open to whoever can read their files.</param>
    /// <exception cref="LedgerRefusalException">There is no ledger, or the passphrase is another.</exception>
    public static void SealKeys(string path, string? passphrase, string? by)
    {
        var folder = new LedgerFolder(path, passphrase);
        using (Open(folder)) folder.SealKeys(by);
    }

    internal static List<LedgerKey> ReadKeys(Database database)
    {
        var keys = new List<LedgerKey>();
        using (var query = database.Query("SELECT a.position, a.body FROM act a CROSS JOIN statement e ON e.position = a.position WHERE e.kind = 'key' ORDER BY a.position"))
            while (query.Step())
                if (StatementBody.TryRead(query.Bytes(1).ToArray(), out var statement, out _) && statement is KeyChanged changed)
                {
                    if (keys.Count == 0) keys.Add(new(changed.From, null, null));
                    keys.Add(new(changed.To, query.Number(0), changed.Proof));
                }
        if (keys.Count == 0 && VerifierKey.TryParse(LedgerTables.Key(database), out var only)) keys.Add(new(only, null, null));
        return keys;
    }

    private void See() => Read(database =>
    {
        SeeKey(database);
        return 0;
    });

    /// <summary>Takes up the key that the ledger is signed with now: another process may have changed it.</summary>
    private void SeeKey(Database database)
    {
        var text = LedgerTables.Key(database);
        if (text == Key.ToString()) return;
        Signer = folder.ReadKey(text);
        WriteVerifier();
    }

    private void WriteVerifier()
    {
        if (folder.Read(LedgerFolder.VerifierName) is not { } written || Encoding.UTF8.GetString(written) != $"{Key}\n")
            folder.Write(LedgerFolder.VerifierName, Encoding.UTF8.GetBytes($"{Key}\n"));
        var chain = Encoding.UTF8.GetBytes(string.Concat(Keys.Select(key => $"{key}\n")));
        if (folder.Read(LedgerFolder.KeysName) is not { } listed || !listed.AsSpan().SequenceEqual(chain)) folder.Write(LedgerFolder.KeysName, chain);
    }

    private static string NewKey(string? origin)
    {
        Span<byte> seed = stackalloc byte[32];
        RandomNumberGenerator.Fill(seed);
        using var key = SigningKey.FromSeed("headgate", seed);
        var text = SigningKey.Text(origin ?? $"headgate/{Digest.Of(key.Verifier.PublicKey).ToHex()[..8]}", seed);
        CryptographicOperations.ZeroMemory(seed);
        return text;
    }
}
