using System.Text;
using System.Text.Json;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class Ed25519Tests
{
    /// <summary>The vectors carry no verdicts; ours are frozen: only what is canonical, of full order and without residue of low order verifies.</summary>
    [Fact]
    public void what_verifies_of_the_edge_cases_is_frozen()
    {
        var taken = new List<int>();
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Need("vectors/cctv-ed25519/ed25519/ed25519vectors.json")));
        foreach (var vector in document.RootElement.EnumerateArray())
        {
            var flags = vector.GetProperty("flags") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(flag => flag.GetString()!).ToHashSet() : [];
            var verified = VerifierKey.TryCreate("vector", Convert.FromHexString(vector.GetProperty("key").GetString()!), out var key)
                && key.Verify(Encoding.UTF8.GetBytes(vector.GetProperty("msg").GetString()!), Convert.FromHexString(vector.GetProperty("sig").GetString()!));
            if (verified) taken.Add(vector.GetProperty("number").GetInt32());
            string[] refused = ["low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R", "low_order_residue"];
            Assert.Equal(!refused.Any(flags.Contains), verified);
        }
        Assert.Equal("7 29 50 117 139 161 182 249 305 411 425 438 465 473 481 489 497 511 525 538 565 573 581 589 597 611 625 638 665 673 681 689 697 711 725 738 765 773 781 789 797 832 899", string.Join(' ', taken));
    }

    [Fact]
    public void a_signature_whose_second_half_is_not_reduced_is_refused()
    {
        using var key = SigningKey.FromSeed("log", new byte[32]);
        var signature = key.Sign("message"u8);
        Assert.True(key.Verifier.Verify("message"u8, signature));
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        var carry = 0;
        for (var i = 0; i < 32; i++)
        {
            carry += signature[32 + i] + order[i];
            signature[32 + i] = (byte)carry;
            carry >>= 8;
        }
        Assert.False(key.Verifier.Verify("message"u8, signature));
    }

    [Fact]
    public void a_signature_of_another_length_is_refused()
    {
        using var key = SigningKey.FromSeed("log", new byte[32]);
        var signature = key.Sign("message"u8);
        Assert.False(key.Verifier.Verify("message"u8, signature.AsSpan(0, 63)));
        Assert.False(key.Verifier.Verify("message"u8, [.. signature, 0]));
        Assert.False(key.Verifier.Verify("message"u8, []));
    }
}
