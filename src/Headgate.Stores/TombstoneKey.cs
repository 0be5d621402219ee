using System.Security.Cryptography;
using System.Text;
using Headgate.Ledger;

namespace Headgate.Stores;

/// <summary>The key under which erased subjects are remembered. It is never rotated: with another, nobody who returns would be known again.</summary>
internal sealed class TombstoneKey(byte[] key)
{
    public const int Size = 32;

    public Digest Mac(SubjectId subject)
    {
        Digest mac = default;
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(subject.Value), mac);
        return mac;
    }
}
