using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Headgate;

/// <summary>What a value leaves possible, a byte a live rule: 0 the rule cannot apply, 1 nothing speaks against it, 2 + i the i-th field of its <c>when</c> is the first unknown one. Further bytes hold demands, 1 being neutral.</summary>
internal sealed class Signature(byte[] slots) : IEquatable<Signature>
{
    public const byte Impossible = 0;
    public const byte Neutral = 1;
    public const byte First = 2;

    private readonly int hash = Hash(slots);

    public ReadOnlySpan<byte> Slots => slots;

    /// <summary>Both together: what either makes impossible is; of two unknown fields the first counts.</summary>
    public Signature And(Signature other)
    {
        var merged = new byte[slots.Length];
        var one = slots.AsSpan();
        var two = other.Slots;
        var i = 0;
        var neutral = new Vector<byte>(Neutral);
        for (; i + Vector<byte>.Count <= merged.Length; i += Vector<byte>.Count)
        {
            var (left, right) = (new Vector<byte>(one[i..]), new Vector<byte>(two[i..]));
            var both = Vector.ConditionalSelect(Vector.Equals(right, neutral), left, Vector.Min(left, right));
            Vector.ConditionalSelect(Vector.Equals(left, neutral), right, both).CopyTo(merged, i);
        }
        for (; i < merged.Length; i++) merged[i] = And(one[i], two[i]);
        return new(merged);
    }

    public static byte And(byte one, byte other) => one == Neutral ? other : other == Neutral ? one : Math.Min(one, other);

    public Signature With(Action<Span<byte>> change)
    {
        var changed = slots.ToArray();
        change(changed);
        return new(changed);
    }

    public bool Equals([NotNullWhen(true)] Signature? other) => other is not null && slots.AsSpan().SequenceEqual(other.Slots);

    public override bool Equals(object? obj) => Equals(obj as Signature);

    public override int GetHashCode() => hash;

    private static int Hash(byte[] slots)
    {
        var code = default(HashCode);
        code.AddBytes(slots);
        return code.ToHashCode();
    }
}
