namespace Headgate.Gate;

/// <summary>What a run may use of the machine.</summary>
/// <param name="Memory">For DuckDB and for our own heap together: two fifths and three.</param>
/// <param name="Threads">At least 2 are used: with one thread DuckDB cuts row groups differently, and the same run would not give the same bytes.</param>
/// <param name="Temp">An existing folder for what does not fit.</param>
public sealed record Bounds(MemorySize Memory, int Threads, string Temp)
{
    /// <summary>What a run of any size needs.</summary>
    public static readonly MemorySize Least = MemorySize.Megabytes(200);

    /// <summary>What the program itself takes, whatever it holds.</summary>
    internal static readonly MemorySize Reserve = MemorySize.Megabytes(100);

    /// <summary>What DuckDB may hold; it spills beyond.</summary>
    public MemorySize ForDuck => new(Memory.Bytes / 5 * 2);

    /// <summary>What a worker's own heap may hold.</summary>
    public MemorySize ForHeap => new(Memory.Bytes - ForDuck.Bytes);

    /// <summary>The same with so much for DuckDB.</summary>
    public Bounds WithDuck(MemorySize memory) => this with { Memory = new(memory.Bytes / 2 * 5) };
}
