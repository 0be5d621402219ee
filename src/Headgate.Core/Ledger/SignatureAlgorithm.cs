namespace Headgate.Ledger;

/// <summary>The signature type byte of a key (C2SP signed-note, Signature types). The numbers are persisted; another algorithm is another number.</summary>
public enum SignatureAlgorithm : byte
{
    Ed25519 = 0x01,

    /// <summary>Ed25519 of a witness, over a checkpoint and a time.</summary>
    Ed25519Cosignature = 0x04,
}
