using System.Runtime.CompilerServices;

namespace Headgate.Suggest.Training;

/// <summary>Counts how many different people used each of very many wordings: an open hash table that remembers the last person of each.</summary>
/// <remarks>People must come one after the other, in order.</remarks>
internal sealed class Candidates
{
    private const double MostFull = 0.6;

    private Entry[] entries = new Entry[1 << 14];
    private int shift = 64 - 14;
    private int count;
    private int most = (int)((1 << 14) * MostFull);

    private struct Entry
    {
        public ulong Key;
        public int Last;
        public int People;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ulong key)
    {
        key *= 0x9E3779B97F4A7C15;
        return (key ^ (key >> 29)) * 0xBF58476D1CE4E5B9;
    }

    /// <param name="key">Not the largest number.</param>
    public void Add(ulong key, ulong hash, int person)
    {
        var stored = key + 1;
        var mask = entries.Length - 1;
        for (var at = (int)(hash >> shift); ; at = (at + 1) & mask)
        {
            ref var entry = ref entries[at];
            if (entry.Key == stored)
            {
                if (entry.Last != person)
                {
                    entry.Last = person;
                    entry.People++;
                }
                return;
            }
            if (entry.Key != 0) continue;
            entry = new() { Key = stored, Last = person, People = 1 };
            if (++count > most) Grow();
            return;
        }
    }

    /// <summary>Those that enough people used.</summary>
    public IEnumerable<ulong> UsedBy(int people)
    {
        foreach (var entry in entries)
            if (entry.People >= people) yield return entry.Key - 1;
    }

    private void Grow()
    {
        var old = entries;
        entries = new Entry[old.Length * 2];
        shift--;
        most = (int)(entries.Length * MostFull);
        var mask = entries.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Key == 0) continue;
            var at = (int)(Hash(entry.Key - 1) >> shift);
            while (entries[at].Key != 0) at = (at + 1) & mask;
            entries[at] = entry;
        }
    }
}
