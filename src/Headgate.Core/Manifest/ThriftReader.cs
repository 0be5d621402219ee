namespace Headgate.Manifest;

/// <summary>Steps through Thrift's compact protocol, as far as reading a Parquet footer needs it. Every step takes at least a byte, nesting is bounded, and a false answer ends it.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 32;

    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Reads the header of the next field of a struct.</summary>
    /// <param name="field">The id of the field before it (0 at the start of a struct), then its own.</param>
    /// <param name="type"><see cref="ThriftType.Stop"/> at the end of the struct.</param>
    public bool TryField(ref int field, out ThriftType type)
    {
        type = ThriftType.Stop;
        if (!TryByte(out var header)) return false;
        type = (ThriftType)(header & 0x0f);
        if (type == ThriftType.Stop) return header == 0;
        if (header >> 4 is var step and not 0)
        {
            field += step;
            return true;
        }
        if (!TryNumber(out var id) || id is < short.MinValue or > short.MaxValue) return false;
        field = (int)id;
        return true;
    }

    /// <summary>Reads a whole number of any width.</summary>
    public bool TryNumber(out long value)
    {
        value = 0;
        if (!TryVarint(out var zigzag)) return false;
        value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return true;
    }

    /// <summary>Reads the header of a list or set.</summary>
    public bool TryList(out long count, out ThriftType type)
    {
        (count, type) = (0, ThriftType.Stop);
        if (!TryByte(out var header)) return false;
        type = (ThriftType)(header & 0x0f);
        count = header >> 4;
        if (count < 15) return true;
        if (!TryVarint(out var large) || large > (ulong)rest.Length) return false;
        count = (long)large;
        return true;
    }

    /// <summary>Steps over a field's value.</summary>
    public bool TrySkip(ThriftType type, int nesting = 0) => type switch
    {
        ThriftType.True or ThriftType.False => true,
        ThriftType.Byte => TryAdvance(1),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => TryVarint(out _),
        ThriftType.Double => TryAdvance(sizeof(double)),
        ThriftType.Binary => TryVarint(out var length) && TryAdvance(length),
        ThriftType.Uuid => TryAdvance(16),
        _ when nesting == DeepestNesting => false,
        ThriftType.List or ThriftType.Set => TryList(out var count, out var element) && TrySkipAll(count, element, nesting + 1),
        ThriftType.Map => TrySkipMap(nesting + 1),
        ThriftType.Struct => TrySkipStruct(nesting + 1),
        _ => false,
    };

    private bool TrySkipStruct(int nesting)
    {
        var field = 0;
        while (TryField(ref field, out var type))
        {
            if (type == ThriftType.Stop) return true;
            if (!TrySkip(type, nesting)) return false;
        }
        return false;
    }

    private bool TrySkipMap(int nesting)
    {
        if (!TryVarint(out var count)) return false;
        if (count == 0) return true;
        if (!TryByte(out var types) || count > (ulong)rest.Length) return false;
        for (var i = 0UL; i < count; i++)
            if (!TrySkipElement((ThriftType)(types >> 4), nesting) || !TrySkipElement((ThriftType)(types & 0x0f), nesting)) return false;
        return true;
    }

    private bool TrySkipAll(long count, ThriftType type, int nesting)
    {
        for (var i = 0L; i < count; i++)
            if (!TrySkipElement(type, nesting)) return false;
        return true;
    }

    /// <summary>Unlike a field, an element that is true or false takes a byte.</summary>
    private bool TrySkipElement(ThriftType type, int nesting) =>
        type is ThriftType.True or ThriftType.False ? TryAdvance(1) : TrySkip(type, nesting);

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (!TryByte(out var part)) return false;
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return true;
        }
        return false;
    }

    private bool TryByte(out byte value)
    {
        value = rest.IsEmpty ? default : rest[0];
        return TryAdvance(1);
    }

    private bool TryAdvance(ulong count)
    {
        if (count > (ulong)rest.Length) return false;
        rest = rest[(int)count..];
        return true;
    }
}

/// <summary>The types of Thrift's compact protocol.</summary>
internal enum ThriftType
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
    Uuid = 13,
}
