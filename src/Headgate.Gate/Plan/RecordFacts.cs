namespace Headgate.Gate;

/// <summary>What is noted of every record while it is decided, so that nothing has to be read again: a hash of its id, and its author's number.</summary>
internal sealed class RecordFacts(long rows)
{
    /// <summary>How many values <see cref="DayOf"/> can have.</summary>
    public const int Days = ushort.MaxValue + 1;

    /// <summary>The day before 1900: what lies before is counted with the first day.</summary>
    private static readonly int BeforeFirst = new DateOnly(1900, 1, 1).DayNumber - 1;

    /// <summary>The number of an author whom the record does not name.</summary>
    public const int Unnamed = -2;

    private ulong[] ids = LargePages.Uninitialized<ulong>(checked((int)rows));
    private int[] authors = LargePages.Uninitialized<int>(checked((int)rows));

    private byte[] kinds = LargePages.Uninitialized<byte>(checked((int)rows));
    private ushort[] days = LargePages.Uninitialized<ushort>(checked((int)rows));

    public int KindOf(long position) => kinds[position];

    /// <summary>The day on which a record was created, counted from 1900; 0 where that is unknown.</summary>
    public int DayOf(long position) => days[position];

    /// <summary>The month of a day; null where that is unknown.</summary>
    public static string? MonthName(int day) => day == 0 ? null : DateOnly.FromDayNumber(day + BeforeFirst).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The number of each author: <see cref="People.Stranger"/>, <see cref="Unnamed"/>, or somebody's.</summary>
    public ReadOnlySpan<int> Authors => authors;

    private const int BlockBits = 16;

    /// <summary>So many pairs of a record and another person are kept; where there are more, they are read again.</summary>
    private const int MostBlocks = 256;

    private (int Position, int Person)[]?[] others = new (int, int)[]?[MostBlocks];
    private readonly Lock growing = new();
    private long othersNoted;
    private bool isTooMany;

    /// <summary>Places for some pairs of a record and another person, one after the other.</summary>
    /// <returns>The first.</returns>
    public long Reserve(int pairs) => pairs == 0 ? 0 : Interlocked.Add(ref othersNoted, pairs) - pairs;

    /// <summary>Notes that a record speaks of another person.</summary>
    /// <param name="slot">A reserved place.</param>
    public void NoteOther(long slot, long position, int person)
    {
        var block = slot >> BlockBits;
        if (block < MostBlocks) (Volatile.Read(ref others[block]) ?? Grow((int)block))[slot & ((1 << BlockBits) - 1)] = ((int)position, person);
        else isTooMany = true;
    }

    /// <summary>Which records speak of which other people, in blocks; null where they are too many to have been kept.</summary>
    public IReadOnlyList<ReadOnlyMemory<(int Position, int Person)>>? Others() => isTooMany
        ? null
        : [.. others.TakeWhile(block => block is not null).Select((block, i) => block.AsMemory(0, (int)Math.Min(block!.Length, othersNoted - ((long)i << BlockBits))))];

    private (int, int)[] Grow(int block)
    {
        lock (growing) return others[block] ??= new (int, int)[1 << BlockBits];
    }

    /// <param name="id">0 where there is none.</param>
    /// <param name="created">The day, as <see cref="DateOnly.DayNumber"/>; below 0 where it is unknown.</param>
    public void Note(long position, ulong id, int author, int kind, int created)
    {
        kinds[position] = (byte)Math.Min(kind, byte.MaxValue);
        days[position] = created < 0 ? (ushort)0 : (ushort)Math.Clamp(created - BeforeFirst, 1, Days - 1);
        ids[position] = id;
        authors[position] = author;
    }

    /// <summary>Gives back the memory of what is no longer asked for.</summary>
    public void ForgetIds() => ids = [];

    /// <inheritdoc cref="ForgetIds"/>
    public void Forget() => (authors, kinds, days, others) = ([], [], [], []);

    /// <summary>Whether an id may stand twice among some records. Never false where one does.</summary>
    public bool MayRepeat(long first, long count) => RepeatedHashes.Any(ids.AsMemory((int)first, (int)count));
}
