using System.Security.Cryptography;
using System.Text.Json;

namespace Headgate.Server;

/// <summary>What one person wants done: a lift, or a policy.</summary>
internal sealed record Wanted(string Kind, long Suspension, NewLift? Lift, NewPolicy? Policy, string By);

/// <summary>What waits for a second person.</summary>
internal sealed record Proposal(string Id, string At, Wanted Wanted);

/// <summary>Keeps what waits for a second person, across restarts.</summary>
internal sealed class Proposals(ServerFolder folder, TimeProvider clock)
{
    private const int Most = 1000;

    private readonly string place = folder.Folder("proposals");

    public IReadOnlyList<Proposal> All => [.. Directory.EnumerateFiles(place, "*.json").Select(Read).OfType<Proposal>().OrderBy(proposal => proposal.At, StringComparer.Ordinal)];

    /// <exception cref="Gate.BadInputException">There are too many.</exception>
    public Proposal Add(Wanted wanted)
    {
        if (Directory.EnumerateFiles(place).Count() >= Most) throw new Gate.BadInputException("too much waits for a second person", "confirm or remove proposals first");
        var proposal = new Proposal(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), Instant.FromDateTime(clock.GetUtcNow()).ToString(), wanted);
        folder.Write($"proposals/{proposal.Id}.json", JsonSerializer.SerializeToUtf8Bytes(proposal, ServerJson.Default.Proposal));
        return proposal;
    }

    public Proposal? Find(string id) => IsId(id) && File.Exists(PathOf(id)) ? Read(PathOf(id)) : null;

    public void Remove(string id)
    {
        if (IsId(id)) File.Delete(PathOf(id));
    }

    /// <summary>An id never leads out of the folder.</summary>
    private static bool IsId(string id) => id.Length == 16 && id.All(char.IsAsciiHexDigitLower);

    private string PathOf(string id) => Path.Combine(place, $"{id}.json");

    private static Proposal? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ServerJson.Default.Proposal);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }
}
