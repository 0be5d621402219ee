using Xunit;

namespace Headgate.EndToEnd;

/// <summary>A ledger whose keys are sealed with a passphrase, from the command line.</summary>
public sealed class SealedKeyTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";

    private readonly Place place = new();

    public SealedKeyTests()
    {
        place.Write("policy.yaml", "headgate: 1", "policy: sealed", "version: 1", "purposes: { train-generative-ai: { title: Train } }", "content: [post]", "rules: [{ grant: agreed, basis: consent }]");
        place.Write("members.jsonl", """{"subject": "ann", "regions": ["US"], "status": "active"}""");
        place.Write("choices.jsonl", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "consented"}""");
        place.Write("posts.jsonl", """{"record_id": "p1", "author": "ann", "kind": "post"}""");
        place.Write("passphrase", Passphrase, "a second line is not read");
        place.Write("another", "incorrect horse");
        place.Write("empty");
        place.Do("init");
        place.Do("policy", "publish", "policy.yaml");
        place.Do("members", "members.jsonl");
    }

    public void Dispose() => place.Dispose();

    /// <summary>What SQLite and publishing keep beside the ledger while it is in use.</summary>
    private static bool IsOpen(string file) => file is "ledger.db-shm" or "ledger.db-wal" or "publish.lock";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void with_its_passphrase_a_sealed_ledger_does_all_that_an_open_one_does(bool file)
    {
        Assert.True(place.Do("key", "seal", "--new-from", "passphrase").GetProperty("sealed").GetBoolean());
        foreach (var key in new[] { "key", "tombstone.key" }) Assert.StartsWith("headgate-sealed/1 argon2id ", File.ReadAllText(place.In(Place.Ledger, key)), StringComparison.Ordinal);
        if (file) place.Variables["HEADGATE_PASSPHRASE_FILE"] = "passphrase";
        else place.Variables["HEADGATE_PASSPHRASE"] = Passphrase;
        place.Do("choices", "choices.jsonl");
        Assert.Equal(1, place.Do("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "set").GetProperty("kept").GetInt32());
        var receipt = place.Do("object", "bo", "--purpose", Place.Purpose).GetProperty("receipt").GetString()!;
        File.Copy(place.In(receipt), place.In("in-his-hands"));
        Assert.True(place.Do("verify", "set", "in-his-hands", Place.Ledger).GetProperty("ok").GetBoolean());
        place.Do("key", "rotate");
        Assert.StartsWith("headgate-sealed/1 ", File.ReadAllText(place.In(Place.Ledger, "key")), StringComparison.Ordinal);
        Assert.Equal(1, place.Do("erase", "bo", "--purge").GetProperty("statements").GetInt32());
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
        Assert.True(place.Do("replay").GetProperty("ok").GetBoolean());
        Assert.True(place.Do("verify", "set", "in-his-hands", Place.Ledger).GetProperty("ok").GetBoolean());

        Assert.False(place.Do("key", "seal", "--open").GetProperty("sealed").GetBoolean());
        place.Variables.Clear();
        place.Do("object", "cy", "--purpose", Place.Purpose);
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData(null, null, "is sealed: give its passphrase in HEADGATE_PASSPHRASE, or a file that holds it in HEADGATE_PASSPHRASE_FILE")]
    [InlineData("HEADGATE_PASSPHRASE", "incorrect horse", "the passphrase does not open the private key")]
    [InlineData("HEADGATE_PASSPHRASE_FILE", "another", "the passphrase does not open the private key")]
    [InlineData("HEADGATE_PASSPHRASE_FILE", "empty", "`empty` holds no passphrase: its first line is empty")]
    [InlineData("HEADGATE_PASSPHRASE_FILE", "nowhere", "`nowhere`, which is to hold the passphrase, cannot be read")]
    public void without_its_passphrase_nothing_is_recorded_and_the_error_says_what_to_do(string? variable, string? value, string error)
    {
        place.Do("key", "seal", "--new-from", "passphrase");
        var before = place.Bytes(Place.Ledger, IsOpen);
        if (variable is not null) place.Variables[variable] = value!;
        foreach (var arguments in (string[][])
        [
            ["object", "bo", "--purpose", Place.Purpose], ["choices", "choices.jsonl"], ["gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "set"],
            ["erase", "ann"], ["key", "rotate"], ["key", "seal", "--open"], ["key", "seal", "--new-from", "another"],
        ])
        {
            var (_, output, errors) = place.Run(arguments).Ends(2);
            Assert.Equal("", output);
            Assert.Contains(error, errors, StringComparison.Ordinal);
            Assert.DoesNotContain("horse", errors, StringComparison.Ordinal);
        }
        // all but the keys can be checked with a wrong passphrase; without one it is asked for
        Assert.Contains(error, place.Run("fsck").Ends(error.Contains("does not open", StringComparison.Ordinal) ? 4 : 2) is var fsck ? fsck.Output + fsck.Errors : "", StringComparison.Ordinal);
        Assert.Equal(before, place.Bytes(Place.Ledger, IsOpen));
        Assert.False(Directory.Exists(place.In("set")));
    }
}
