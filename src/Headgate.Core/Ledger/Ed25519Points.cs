namespace Headgate.Ledger;

/// <summary>Which encodings of Ed25519 points are taken: canonical ones (RFC 8032, section 5.1.3) of points that are not of low order.</summary>
/// <remarks>Libraries differ in what they take (vectors/cctv-ed25519); so that a verdict never depends on one, this is looked at before any of them is asked.</remarks>
internal static class Ed25519Points
{
    private static readonly byte[] Prime = Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    // the five y coordinates, little-endian, of the eight points of low order
    private static readonly byte[][] LowOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    /// <param name="encoding">32 bytes: a public key, or the first half of a signature.</param>
    public static bool IsTaken(ReadOnlySpan<byte> encoding)
    {
        Span<byte> y = stackalloc byte[32];
        encoding.CopyTo(y);
        y[31] &= 0x7f;
        if (!IsBelowPrime(y)) return false;
        foreach (var low in LowOrder)
            if (y.SequenceEqual(low)) return false;
        return true;
    }

    private static bool IsBelowPrime(ReadOnlySpan<byte> y)
    {
        for (var i = 31; i >= 0; i--)
            if (y[i] != Prime[i]) return y[i] < Prime[i];
        return false;
    }
}
