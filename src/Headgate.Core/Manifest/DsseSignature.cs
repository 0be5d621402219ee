namespace Headgate.Manifest;

/// <summary>One signature of an envelope.</summary>
/// <param name="KeyId">A hint at the key, which nothing vouches for; empty where there is none. Ours is the key's name, a plus and its id in hexadecimal digits.</param>
/// <param name="Bytes">The signature over the pre-authentication encoding.</param>
public sealed record DsseSignature(string KeyId, ReadOnlyMemory<byte> Bytes);
