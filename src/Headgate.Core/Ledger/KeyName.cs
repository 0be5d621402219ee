using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Headgate.Ledger;

/// <summary>The name and the short id of a key (C2SP signed-note, Signatures).</summary>
internal static class KeyName
{
    /// <summary>Whether a name is not empty and holds no blank, plus or control character.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
            if (character == '+' || char.IsWhiteSpace(character) || char.IsControl(character)) return false;
        return !name.IsEmpty;
    }

    /// <summary>The first four bytes of SHA-256(name, newline, type byte, key), big-endian.</summary>
    public static uint Id(string name, SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)algorithm, .. publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(text));
    }
}
