using System.Buffers.Binary;

namespace Headgate.Manifest;

/// <summary>Reads how many rows a Parquet file says it holds, and nothing else of it (parquet-format, FileMetaData).</summary>
public static class ParquetFooter
{
    /// <summary>The largest footer that is read, in bytes.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    private const int TailBytes = 8;
    private const int RowsOfFile = 3;
    private const int GroupsOfFile = 4;
    private const int RowsOfGroup = 3;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <param name="stream">The whole file; it can seek.</param>
    /// <returns>Null where the file is no Parquet file, is cut or encrypted, or its row groups do not add up to the rows it claims.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static long? Rows(Stream stream)
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (stream.Length < Magic.Length + TailBytes) return null;
        stream.Position = 0;
        stream.ReadExactly(tail[..Magic.Length]);
        if (!tail[..Magic.Length].SequenceEqual(Magic)) return null;
        stream.Position = stream.Length - TailBytes;
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual(Magic) || length > MostBytes || length > stream.Length - Magic.Length - TailBytes) return null;
        stream.Position = stream.Length - TailBytes - length;
        var footer = new byte[length];
        stream.ReadExactly(footer);
        return RowsOf(footer);
    }

    private static long? RowsOf(ReadOnlySpan<byte> footer)
    {
        var reader = new ThriftReader(footer);
        long? rows = null, inGroups = null;
        var field = 0;
        while (reader.TryField(ref field, out var type))
        {
            if (type == ThriftType.Stop) return rows >= 0 && rows == inGroups ? rows : null;
            var read = (field, type) switch
            {
                (RowsOfFile, ThriftType.Int64) => TryRows(ref reader, ref rows),
                (GroupsOfFile, ThriftType.List) => TryGroups(ref reader, ref inGroups),
                _ => reader.TrySkip(type),
            };
            if (!read) return null;
        }
        return null;
    }

    private static bool TryGroups(ref ThriftReader reader, ref long? sum)
    {
        if (sum is not null || !reader.TryList(out var groups, out var type) || type != ThriftType.Struct) return false;
        sum = 0;
        for (var i = 0L; i < groups; i++)
        {
            if (!TryGroup(ref reader, out var rows) || rows > long.MaxValue - sum) return false;
            sum += rows;
        }
        return true;
    }

    private static bool TryGroup(ref ThriftReader reader, out long rows)
    {
        (rows, var field, long? found) = (0, 0, null);
        while (reader.TryField(ref field, out var type))
        {
            if (type == ThriftType.Stop)
            {
                rows = found ?? -1;
                return rows >= 0;
            }
            if (!((field, type) == (RowsOfGroup, ThriftType.Int64) ? TryRows(ref reader, ref found) : reader.TrySkip(type))) return false;
        }
        return false;
    }

    private static bool TryRows(ref ThriftReader reader, ref long? rows)
    {
        if (rows is not null || !reader.TryNumber(out var number)) return false;
        rows = number;
        return true;
    }
}
