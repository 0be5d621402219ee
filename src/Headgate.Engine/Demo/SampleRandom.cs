namespace Headgate.Engine.Demo;

/// <summary>A seeded generator (SplitMix64): the same seed, stream and number give the same draws on every machine.</summary>
internal struct SampleRandom
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong state;

    private SampleRandom(ulong state) => this.state = state;

    /// <summary>The draws that belong to one thing and nothing else, so that it can be made again without those before it.</summary>
    public static SampleRandom For(ulong seed, SampleStream stream, long number) =>
        new(Mix(Mix(seed ^ (((ulong)stream + 1) * Golden)) + (ulong)number * Golden));

    public ulong Next() => Mix(state += Golden);

    /// <summary>A number from 0 up to but not including <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)(uint)bound) >> 32);

    /// <summary>A number from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    /// <summary>True that many times in a thousand.</summary>
    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}

/// <summary>What a run of draws is for.</summary>
internal enum SampleStream
{
    Traits,
    Person,
    Choices,
    Notices,
    Record,
    RecordText,
    Photo,
    PhotoText,
    Picture,
}
