using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Headgate.Gate;

/// <summary>What a verdict needs of each person, side by side, so that one look at memory finds all of it.</summary>
/// <param name="count">How many people there are.</param>
/// <param name="ages">How many ages count at creation.</param>
internal sealed class PersonRows(int count, int ages)
{
    /// <summary>The region of somebody who claims none.</summary>
    public const int Nowhere = -2;

    /// <summary>The region of somebody in several: this or below it, the number of a set of several, counted downwards.</summary>
    public const int InSeveral = -3;

    private readonly int each = 2 + 2 * ages;
    private readonly int[] rows = LargePages.Filled((2L + 2 * ages) * count <= Array.MaxLength ? (2 + 2 * ages) * count : throw new OutOfMemoryException(), 0);

    public int Count { get; } = count;

    /// <summary>Status, age, choice and notices, numbered as they were met.</summary>
    public ref int Profile(int number) => ref rows[each * number];

    /// <summary>The class of the one region; <see cref="RegionClasses.NotUnderstood"/>, <see cref="Nowhere"/>, or from <see cref="InSeveral"/> downwards.</summary>
    public ref int Region(int number) => ref rows[each * number + 1];

    /// <summary>For each age that counts at creation the day on which the youngest they can be reaches it; then those of the oldest.</summary>
    public Span<int> Birthdays(int number) => rows.AsSpan(each * number + 2, 2 * ages);

    /// <summary>Has the memory fetch somebody who is soon asked for: in a random order that is what a decision waits for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int number)
    {
        if (!Sse.IsSupported) return;
        // a row may begin in one line of the cache and end in the next
        Sse.Prefetch1(Unsafe.AsPointer(ref rows[each * number]));
        Sse.Prefetch1(Unsafe.AsPointer(ref rows[each * number + each - 1]));
    }
}
