using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class SealedSecretTests
{
    // a key that was sealed once must open for ever
    private const string Golden = "headgate-sealed/1 argon2id 65536 3 AAECAwQFBgcICQoLDA0ODw== EBESExQVFhcYGRobHB0eHyAhIiMkJSYnoEHCoSj5ohPf2RTaZRBgQh51/ZUODGG7qY/fN3rV3Q==";

    [Fact]
    public void a_secret_opens_by_its_passphrase_and_no_other()
    {
        var text = SealedSecret.Seal("PRIVATE+KEY+…", "open sesame", [.. Enumerable.Range(0, SealedSecret.RandomSize).Select(i => (byte)i)]);
        Assert.Equal(Golden, text);
        Assert.True(SealedSecret.IsSealed(text));
        Assert.DoesNotContain('\n', text);
        Assert.Equal("PRIVATE+KEY+…", SealedSecret.Open(text, "open sesame"));
        Assert.Null(SealedSecret.Open(text, "open sesame "));
    }

    [Theory]
    [InlineData("65536 3", "65536 2")]
    [InlineData("65536 3", "99999999 3")]
    [InlineData("65536 3", "0 0")]
    [InlineData("AAECAwQF", "AAECAwQG")]
    [InlineData("headgate-sealed/1", "headgate-sealed/2")]
    public void what_was_altered_does_not_open(string from, string to)
    {
        Assert.Contains(from, Golden, StringComparison.Ordinal);
        Assert.Null(SealedSecret.Open(Golden.Replace(from, to, StringComparison.Ordinal), "open sesame"));
    }
}
