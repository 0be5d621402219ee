using Headgate.Stores;

namespace Headgate.Server;

/// <summary>Standings that were asked for lately, as of one position. Whoever something was stated about since is read again.</summary>
/// <param name="most">How many it holds; past that it begins anew, so that memory is bounded whatever the number of subjects.</param>
internal sealed class StandingCache(ILedgerStore store, int most)
{
    private readonly Dictionary<SubjectId, Standing?> standings = [];
    private readonly Lock access = new();
    private long asOf = -1;

    /// <summary>Brings it to a position: forgets those of whom something was stated since, or everybody.</summary>
    public void MoveTo(long position, IReadOnlyCollection<SubjectId>? changed)
    {
        lock (access)
        {
            if (position < asOf) return;
            asOf = position;
            if (changed is null) standings.Clear();
            else foreach (var subject in changed) standings.Remove(subject);
        }
    }

    /// <param name="at">At or after the last statement below the position, so that every one of them counts.</param>
    public Standing? Find(SubjectId subject, long position, Instant at)
    {
        lock (access)
            if (position == asOf && standings.TryGetValue(subject, out var known)) return known;
        var standing = StandingFold.At(store.Of(subject, position), at);
        lock (access)
        {
            if (position != asOf) return standing;
            if (standings.Count >= most) standings.Clear();
            standings[subject] = standing;
        }
        return standing;
    }
}
