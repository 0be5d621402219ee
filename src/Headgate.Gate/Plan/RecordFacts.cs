namespace Headgate.Gate;

/// <summary>What is noted of every record while it is decided, so that nothing has to be read again: a hash of its id, and its author's number.</summary>
internal sealed class RecordFacts(long rows)
{
    /// <summary>The number of an author whom the record does not name.</summary>
    public const int Unnamed = -2;

    private readonly ulong[] ids = GC.AllocateUninitializedArray<ulong>(checked((int)rows));
    private readonly int[] authors = GC.AllocateUninitializedArray<int>(checked((int)rows));

    /// <summary>The number of each author: <see cref="People.Stranger"/>, <see cref="Unnamed"/>, or somebody's.</summary>
    public ReadOnlySpan<int> Authors => authors;

    /// <param name="id">0 where there is none.</param>
    public void Note(long position, ulong id, int author)
    {
        ids[position] = id;
        authors[position] = author;
    }

    /// <summary>Whether an id may stand twice among some records. Never false where one does.</summary>
    public bool MayRepeat(long first, long count) => RepeatedHashes.Any(ids.AsMemory((int)first, (int)count));
}
