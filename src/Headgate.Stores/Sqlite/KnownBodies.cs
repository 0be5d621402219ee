using System.Diagnostics.CodeAnalysis;
using Headgate.Ledger;

namespace Headgate.Stores.Sqlite;

/// <summary>Reads packed bodies. Most say of one person what others say of another: what is the same but for the person and the time is understood once.</summary>
internal sealed class KnownBodies
{
    private const int Most = 50_000;

    private readonly CanonicalJson json = new();
    private readonly Dictionary<byte[], PersonalStatement> known = new(ByContent.Instance);

    /// <summary>The personal statement in a query's columns, from a given one on: position, time of recording, from when it counts, packed body.</summary>
    /// <exception cref="LedgerDamageException">It is none.</exception>
    public Recorded Read(Query query, int column, SubjectId subject)
    {
        var (position, recordedAt) = (query.Number(column), LedgerTables.Time(query, column + 1));
        var effectiveAt = query.IsNull(column + 2) ? recordedAt : LedgerTables.Time(query, column + 2);
        return TryRead(query.Bytes(column + 3), subject, effectiveAt, out var statement) ? new(position, recordedAt, effectiveAt, statement) : throw LedgerTables.Unreadable(position);
    }

    /// <returns>False where the bytes are no packed body.</returns>
    public bool TryRead(ReadOnlySpan<byte> packed, SubjectId subject, Instant effectiveAt, [NotNullWhen(true)] out PersonalStatement? statement)
    {
        if (known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(packed, out statement))
        {
            statement = statement with { Subject = subject };
            return true;
        }
        statement = PackedBody.TryUnpack(json, packed, subject, effectiveAt) && StatementBody.TryRead(json.Written.ToArray(), out var read, out _) ? read as PersonalStatement : null;
        if (statement is null) return false;
        if (known.Count == Most) known.Clear();
        known.Add(packed.ToArray(), statement);
        return true;
    }

    private sealed class ByContent : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public bool Equals(ReadOnlySpan<byte> one, byte[] other) => one.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> bytes) => bytes.ToArray();
    }
}
