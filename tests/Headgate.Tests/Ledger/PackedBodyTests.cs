using CsCheck;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class PackedBodyTests
{
    private static readonly SubjectId Somebody = SubjectId.From("m-1")!.Value;

    // only grows: what was packed once must unpack for ever
    [Theory]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","purpose":"train-generative-ai","choice":"objected","channel":"settings"}""", "010018010419")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","purpose":"p","choice":"unset"}""", "010070037D")]
    [InlineData("""{"kind":"member","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","source":"declared","regions":["GB"],"birth":{"earliest":"1990-01-01","latest":"1990-01-01"},"status":"active"}""", "00050A47420C313939301C0D313939301C10")]
    [InlineData("""{"kind":"notice-served","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","notice":"n","version":1}""", "02166E17317D")]
    [InlineData("""{"kind":"notice-bounced","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","notice":"n","version":1}""", "03166E17317D")]
    public void packed_bytes_are_frozen(string body, string packed)
    {
        Assert.True(StatementBody.TryRead(System.Text.Encoding.UTF8.GetBytes(body), out var statement, out var at));
        Assert.Equal(packed, Convert.ToHexString(Pack((PersonalStatement)statement, at)));
        var json = new CanonicalJson();
        Assert.True(PackedBody.TryUnpack(json, Convert.FromHexString(packed), Somebody, at));
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(json.Written));
    }

    [Fact]
    public void every_body_is_unpacked_as_it_was() =>
        Gen.Select(Gen.OneOf(StatementGen.Personal, StatementGen.Usual), StatementGen.Time).Sample((statement, at) =>
        {
            var json = new CanonicalJson();
            var packed = Pack(statement, at);
            Assert.True(PackedBody.TryUnpack(json, packed, statement.Subject, at));
            Assert.Equal(StatementBody.Write(statement, at), json.Written.ToArray());
        });

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("011D")]
    [InlineData("FF7D")]
    public void what_is_no_packed_body_is_refused(string packed) =>
        Assert.False(PackedBody.TryUnpack(new CanonicalJson(), Convert.FromHexString(packed), Somebody, default));

    private static byte[] Pack(PersonalStatement statement, Instant at)
    {
        var (json, packed) = (new CanonicalJson(), new List<byte>());
        var begun = StatementBody.Write(json, statement, at);
        PackedBody.Pack(packed, StatementBody.Kind(statement), json.Written[begun..]);
        return [.. packed];
    }
}
