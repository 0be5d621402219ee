using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Server;

/// <summary>A key for a service, as it is kept: never the key itself.</summary>
/// <param name="Hash">SHA-256 in lower-case hex of the secret part, which is random and long.</param>
internal sealed record ApiKey(string Id, string Name, string Role, string Hash, DateTimeOffset Created, DateTimeOffset Expires);

/// <summary>Keys for services: each for one role, until a day.</summary>
internal sealed class ApiKeys
{
    private const string Prefix = "hgk";
    private const string FileName = "keys.json";
    private const int MostKeys = 10_000;
    private const int LongestLife = 400;

    private readonly ServerFolder folder;
    private readonly TimeProvider clock;
    private readonly Lock writing = new();
    private Dictionary<string, ApiKey> keys;

    /// <summary>Keys that were found right, so that each is hashed once and not at every request; empty again with every change.</summary>
    private ConcurrentDictionary<string, (ApiKey Kept, Caller Caller)> right = new(StringComparer.Ordinal);

    /// <exception cref="BadInputException">The file of keys cannot be read: nobody is let in on a guess.</exception>
    public ApiKeys(ServerFolder folder, TimeProvider clock)
    {
        (this.folder, this.clock) = (folder, clock);
        try
        {
            var kept = File.Exists(folder.In(FileName)) ? JsonSerializer.Deserialize(File.ReadAllBytes(folder.In(FileName)), ServerJson.Default.ListApiKey) : [];
            keys = (kept ?? []).ToDictionary(key => key.Id, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new BadInputException($"`{folder.In(FileName)}` is not the file of keys that the server wrote", "restore it from a backup, or remove it and hand out new keys");
        }
    }

    public IReadOnlyList<ApiKey> All => [.. Volatile.Read(ref keys).Values.OrderBy(key => key.Created)];

    /// <returns>The key itself, which is told this once.</returns>
    /// <exception cref="BadInputException">A key cannot be for that.</exception>
    public (ApiKey Kept, string Key) Create(string name, string role, int days)
    {
        if (name.Length is 0 or > 100 || name.Any(char.IsControl)) throw new BadInputException("the key's `name` is missing, or too long", "say which service it is for");
        if (Roles.Find(role) is not { } found || found == Role.Member) throw new BadInputException($"`{role}` is no role of a service", "it can be `platform`, `engineer`, `officer`, `regulator` or `administrator`");
        if (days is < 1 or > LongestLife) throw new BadInputException($"a key for {days} days cannot be had", $"give `expires_in_days` from 1 to {LongestLife}");
        var (id, secret) = (Random(9), Random(32));
        var now = clock.GetUtcNow();
        var kept = new ApiKey(id, name, found.Word(), Hash(secret), now, now.AddDays(days));
        Change(all =>
        {
            if (all.Count >= MostKeys) throw new BadInputException("there are too many keys", "withdraw those that are not used");
            all[id] = kept;
        });
        return (kept, $"{Prefix}_{id}_{secret}");
    }

    /// <returns>False where there is none.</returns>
    public bool Withdraw(string id)
    {
        var removed = false;
        Change(all => removed = all.Remove(id));
        return removed;
    }

    /// <summary>Whose key this is; null where it is none, or over.</summary>
    public Caller? Find(string key)
    {
        var found = Volatile.Read(ref right);
        if (found.TryGetValue(key, out var known)) return clock.GetUtcNow() < known.Kept.Expires ? known.Caller : null;
        if (key.Split('_', 3) is not [Prefix, var id, var secret]) return null;
        var kept = Volatile.Read(ref keys).GetValueOrDefault(id);
        // Compared all the same where there is none, so that time tells nothing of which ids there are.
        var equal = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(kept?.Hash ?? new string('0', 64)));
        if (!equal || kept is null || clock.GetUtcNow() >= kept.Expires || Roles.Find(kept.Role) is not { } role) return null;
        return found.GetOrAdd(key, (kept, new Caller(role, kept.Name, null))).Caller;
    }

    private void Change(Action<Dictionary<string, ApiKey>> change)
    {
        lock (writing)
        {
            var changed = new Dictionary<string, ApiKey>(keys, StringComparer.Ordinal);
            change(changed);
            folder.Write(FileName, JsonSerializer.SerializeToUtf8Bytes([.. changed.Values], ServerJson.Default.ListApiKey));
            Volatile.Write(ref keys, changed);
            // Whoever was looking a key up meanwhile adds it to the one that nobody reads any more.
            Volatile.Write(ref right, new(StringComparer.Ordinal));
        }
    }

    /// <summary>Random letters and digits, without the signs that would part a key.</summary>
    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes)).Replace('_', '-');

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
