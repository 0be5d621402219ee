namespace Headgate.Engine.Demo;

/// <summary>An invented career network of any size: people, what they wrote, the photos they took and what they chose while the LinkedIn timeline went by.</summary>
/// <remarks>Everything is a function of the seed, the two sizes and a number: nothing is kept, and any part can be made again by itself, on any thread.</remarks>
public sealed class SampleNetwork
{
    /// <summary>What <c>headgate demo</c> uses where nothing else is asked for.</summary>
    public const ulong DefaultSeed = 20240918;
    public const int DefaultPeople = 2_000;
    public const long DefaultRecords = 20_000;

    private readonly SamplePeople people;
    private readonly SampleContent content;
    private readonly SamplePhotos photos;
    private readonly SampleHistory history;

    public SampleNetwork(int people = DefaultPeople, long records = DefaultRecords, ulong seed = DefaultSeed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(people);
        ArgumentOutOfRangeException.ThrowIfNegative(records);
        (People, Records, Seed) = (people, records, seed);
        this.people = new(seed, people);
        content = new(seed, people, records, this.people);
        photos = new(seed, people, Photos, this.people);
        history = new(seed, this.people);
    }

    public ulong Seed { get; }

    public int People { get; }

    /// <summary>How many records there are, photos left out.</summary>
    public long Records { get; }

    public long Photos => Records / 12;

    /// <summary>How many picture files there are: later photos show the same again.</summary>
    public int Pictures => photos.Pictures;

    /// <param name="number">From 0, in the order in which people joined.</param>
    public SamplePerson Person(int number) => people.Person(number);

    /// <param name="number">From 0, in order of creation.</param>
    public SampleRecord Record(long number) => content.Record(number);

    /// <param name="number">From 0, in order of creation.</param>
    public SampleRecord Photo(long number) => photos.Record(number);

    /// <summary>The PNG file of a picture.</summary>
    public byte[] Picture(int number) => photos.Picture(number);

    /// <summary>How many records were created before an instant: those numbered below the answer, and no others.</summary>
    public long RecordsBefore(Instant at) => CountBefore(at, Records, content.Created);

    /// <summary>How many photos were created before an instant: those numbered below the answer, and no others.</summary>
    public long PhotosBefore(Instant at) => CountBefore(at, Photos, photos.Created);

    /// <summary>The choices made after <paramref name="from"/> and no later than <paramref name="to"/>, person by person, each person's in order of time.</summary>
    public IEnumerable<SampleChoice> Choices(Instant from, Instant to) =>
        Numbers().SelectMany(history.Choices).Where(choice => choice.At > from && choice.At <= to);

    /// <summary>Who was served the notice of 2025 after <paramref name="from"/> and no later than <paramref name="to"/>, and when.</summary>
    public IEnumerable<(string Subject, Instant At)> Served(Instant from, Instant to) => Mail(from, to, history.Served);

    /// <summary>Whose notice came back after <paramref name="from"/> and no later than <paramref name="to"/>, and when.</summary>
    public IEnumerable<(string Subject, Instant At)> Bounced(Instant from, Instant to) =>
        Mail(from, to, number => history.Bounced(number) is { } at ? [at] : []);

    private IEnumerable<(string Subject, Instant At)> Mail(Instant from, Instant to, Func<int, IEnumerable<Instant>> times) =>
        Numbers().SelectMany(number => times(number).Where(at => at > from && at <= to).Select(at => (SamplePerson.IdOf(number), at)));

    private IEnumerable<int> Numbers() => Enumerable.Range(0, People);

    private static long CountBefore(Instant at, long count, Func<long, Instant> created)
    {
        var (low, high) = (0L, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (created(middle) < at) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
