using Xunit;

namespace Headgate.EndToEnd;

/// <summary>What a user does to erase somebody, to change a key, and to have the ledger witnessed.</summary>
public sealed class ErasureCommandTests : IDisposable
{
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void a_person_is_erased_and_the_receipt_in_their_hands_still_holds()
    {
        place.WriteRows("members.jsonl", [new { subject = "eve-4711", regions = "GB", status = "active" }, new { subject = "bo", regions = "GB", status = "active" }]);
        place.Do("init");
        place.Do("members", "members.jsonl");
        var receipt = place.Do("object", "eve-4711", "--purpose", "train-generative-ai").GetProperty("receipt").GetString()!;
        File.Copy(place.In(receipt), place.In("in-her-hands"));
        var erased = place.Do("erase", "eve-4711", "--purge");
        Assert.Equal((2, "train-generative-ai"), (erased.GetProperty("statements").GetInt32(), erased.GetProperty("objections_kept")[0].GetString()));
        Assert.True(erased.GetProperty("remains").GetArrayLength() > 2);
        Assert.All(Directory.GetFiles(place.In(Place.Ledger), "*", SearchOption.AllDirectories),
            file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("eve-4711"u8)));
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
        Assert.True(place.Do("replay").GetProperty("ok").GetBoolean());
        Assert.True(place.Do("verify", "in-her-hands", Place.Ledger).GetProperty("ok").GetBoolean());
        Assert.Equal(0, place.Do("receipt", "eve-4711").GetProperty("receipts").GetArrayLength());
        Assert.Equal(0, place.Do("erase", "eve-4711").GetProperty("statements").GetInt32());
    }

    [Fact]
    public void a_key_is_changed_and_a_witness_sees_the_ledger_grow()
    {
        place.Do("init");
        var first = place.Do("key", "show").GetProperty("keys")[0].GetProperty("key").GetString()!;
        place.Do("witness", "new", "witness", "--name", "example.com/w");
        place.Do("witness", "trust", "witness", first);
        Assert.Equal(200, place.Do("witness", "ask", "witness").GetProperty("status").GetInt32());
        var before = place.Do("object", "ann", "--purpose", "p").GetProperty("receipt").GetString()!;
        File.Copy(place.In(Place.Ledger, "checkpoint"), place.In("kept"));
        Assert.Equal(200, place.Do("witness", "ask", "witness").GetProperty("status").GetInt32());
        place.Do("key", "rotate");
        Assert.Equal(2, place.Do("key", "show").GetProperty("keys").GetArrayLength());
        var after = place.Do("object", "bo", "--purpose", "p").GetProperty("receipt").GetString()!;
        Assert.True(place.Do("verify", before, after, "kept", Place.Ledger).GetProperty("ok").GetBoolean());
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
    }

    [Fact]
    public void a_second_process_objects_while_a_file_is_imported()
    {
        place.WriteRows("members.jsonl", Enumerable.Range(0, 60_000).Select(i => new { subject = $"person-{i}", regions = "GB", status = "active" }));
        place.Do("init");
        using (var import = place.Begin("members", "members.jsonl"))
        {
            for (var i = 0; i < 3; i++) place.Do("object", $"ann-{i}", "--purpose", "p");
            import.Wait();
        }
        Assert.True(place.Do("members", "members.jsonl").GetProperty("already_recorded").GetBoolean());
        Assert.Equal(60_003, place.Do("object", "bo", "--purpose", "p").GetProperty("position").GetInt32());
        Assert.True(place.Do("fsck").GetProperty("ok").GetBoolean());
    }
}
