using System.Text;
using System.Text.Json;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class SignedNoteTests
{
    [Fact]
    public void every_valid_note_of_the_vectors_verifies_and_is_written_back_byte_by_byte()
    {
        foreach (var note in Vectors("valid"))
        {
            Assert.True(SignedNote.TryParse(Bytes(note), out var parsed));
            Assert.Equal(note.GetProperty("text").GetString(), parsed.Text);
            Assert.True(parsed.IsSignedBy(Keys(note)));
            Assert.Equal(Bytes(note), Encoding.UTF8.GetBytes(parsed.ToString()));
        }
    }

    [Fact]
    public void every_malformed_note_of_the_vectors_is_refused() =>
        Assert.All(Vectors("malformed"), note => Assert.False(SignedNote.TryParse(Bytes(note), out _)));

    [Theory]
    [InlineData("invalid_signature")]
    [InlineData("no_verifiable")]
    public void a_note_that_no_key_verifies_or_a_known_key_denies_is_not_signed(string kind) =>
        Assert.All(Vectors(kind), note => Assert.False(SignedNote.TryParse(Bytes(note), out var parsed) && parsed.IsSignedBy(Keys(note))));

    [Fact]
    public void every_bad_key_of_the_vectors_is_refused() =>
        Assert.All(Vectors("bad_vkeys"), key => Assert.False(VerifierKey.TryParse(key.GetString()!, out _)));

    [Fact]
    public void the_private_key_of_the_vectors_signs_the_same_bytes()
    {
        using var document = Document();
        var text = document.RootElement.GetProperty("skey").GetString()!;
        Assert.True(SigningKey.TryParse(text, out var key));
        using (key)
        {
            var valid = document.RootElement.GetProperty("valid")[0];
            Assert.Equal(valid.GetProperty("vkeys")[0].GetString(), key.Verifier.ToString());
            Assert.Equal(valid.GetProperty("note").GetString(), SignedNote.Sign(valid.GetProperty("text").GetString()!, key).ToString());
        }
    }

    [Fact]
    public void a_private_key_is_read_back_from_its_text()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var text = SigningKey.Text("headgate/test", seed);
        Assert.Equal("PRIVATE+KEY+headgate/test+d6377b1a+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", text);
        Assert.True(SigningKey.TryParse(text, out var key));
        key.Dispose();
        Assert.False(SigningKey.TryParse(text.Replace("d6377b1a", "d6377b1b", StringComparison.Ordinal), out _));
        Assert.False(SigningKey.TryParse(text + "\n", out _));
    }

    [Fact]
    public void one_flipped_bit_anywhere_in_a_note_is_noticed()
    {
        using var key = SigningKey.FromSeed("log", new byte[32]);
        var note = Encoding.UTF8.GetBytes(SignedNote.Sign("some words\n", key).ToString());
        for (var bit = 0; bit < note.Length * 8; bit++)
        {
            var flipped = (byte[])note.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SignedNote.TryParse(flipped, out var parsed) && parsed.IsSignedBy(key.Verifier), $"bit {bit}");
        }
    }

    [Fact]
    public void a_checkpoint_is_read_as_it_was_written_and_in_no_other_way()
    {
        var checkpoint = new Checkpoint("headgate/test", 20852163, Digest.Of("root"u8));
        Assert.True(Checkpoint.TryParse(checkpoint.ToString(), out var parsed));
        Assert.Equal(checkpoint, parsed);
        Assert.True(Checkpoint.TryParse(checkpoint + "one more line\n", out var extended));
        Assert.Equal("one more line\n", extended.Extension);
        var root = Digest.Of("root"u8).ToBase64();
        string[] wrong =
        [
            "", "origin\n1\n", $"\n1\n{root}\n", $"origin\n01\n{root}\n", $"origin\n-1\n{root}\n", $"origin\n+1\n{root}\n", $"origin\n1\n{root}",
            $"origin\n1\n{root[..43]}\n", $"origin\n 1\n{root}\n", $"origin\n1\n{root}\n\n", $"origin\n1\n{root}\na\n\nb\n", $"origin\n1\n{root}\na",
            $"origin\n9223372036854775808\n{root}\n", $"origin\n\n{root}\n",
        ];
        Assert.All(wrong, text => Assert.False(Checkpoint.TryParse(text, out _), text));
    }

    [Fact]
    public void a_checkpoint_opens_only_with_the_key_of_its_own_log()
    {
        using var key = SigningKey.FromSeed("log", new byte[32]);
        using var other = SigningKey.FromSeed("other", new byte[32]);
        var own = new Checkpoint("log", 0, Digest.Of([]));
        Assert.True(Checkpoint.TryOpen(Encoding.UTF8.GetBytes(own.Sign(key).ToString()), key.Verifier, out var opened));
        Assert.Equal(own, opened);
        Assert.False(Checkpoint.TryOpen(Encoding.UTF8.GetBytes(own.Sign(other).ToString()), key.Verifier, out _));
        Assert.False(Checkpoint.TryOpen(Encoding.UTF8.GetBytes((own with { Origin = "else" }).Sign(key).ToString()), key.Verifier, out _));
    }

    private static JsonDocument Document() => JsonDocument.Parse(File.ReadAllBytes(Shared.Need("vectors/tlog-note/notes.json")));

    private static List<JsonElement> Vectors(string kind)
    {
        using var document = Document();
        return [.. document.RootElement.GetProperty(kind).EnumerateArray().Select(element => element.Clone())];
    }

    private static byte[] Bytes(JsonElement note) => note.TryGetProperty("note_base64", out var base64)
        ? base64.GetBytesFromBase64()
        : Encoding.UTF8.GetBytes(note.GetProperty("note").GetString()!);

    private static VerifierKey[] Keys(JsonElement note) =>
        [.. note.GetProperty("vkeys").EnumerateArray().Select(text => VerifierKey.TryParse(text.GetString()!, out var key) ? key : throw new InvalidDataException())];
}
