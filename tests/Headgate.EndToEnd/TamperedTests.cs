using System.Text;
using System.Text.Json;
using Headgate.Manifest;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Whatever is touched in a data set or a ledger, the programs that check say where, and end with 4.</summary>
public sealed class TamperedTests(TamperedTests.Sealed made) : IClassFixture<TamperedTests.Sealed>, IDisposable
{
    private const string Set = "dataset";

    private readonly Place place = made.Copy();

    public static TheoryData<string> Files =>
    [
        "eligible/part-00000.parquet", "eligible/part-00001.parquet", DataSetLayout.Manifest, "denied.parquet", DataSetLayout.Verdicts, DataSetLayout.Checkpoint, DataSetLayout.LedgerKey, DataSetLayout.Report,
    ];

    public void Dispose() => place.Dispose();

    [Fact]
    public void what_nobody_touched_holds()
    {
        place.Run("verify", Set).Ends(0);
        place.Run("fsck").Ends(0);
        PublishedVerifier.Run(place.In(Set), "--key", place.In(Place.Ledger, "ledger.vkey")).Ends(0);
        Assert.Equal(["eligible/part-00000.parquet", "eligible/part-00001.parquet"], Directory.EnumerateFiles(place.In(Set, "eligible")).Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(place.In(Set), file)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void a_flipped_byte_is_found_in_every_file_of_a_data_set(string file)
    {
        var whole = File.ReadAllBytes(place.In(Set, file));
        // From end to end, and each copy of the data set at a place of its own.
        var copies = Enumerable.Range(0, 24).Select(i => (Name: $"copy-{i}", At: (int)((whole.Length - 1L) * i / 23))).ToList();
        foreach (var (name, at) in copies)
        {
            place.CopyFolder(Set, name);
            Flip(place.In(name, file), at);
        }
        Assert.Equal(copies.Select(copy => $"{copy.Name}/{file}"), Found(place.Run(["verify", "--json", .. copies.Select(copy => copy.Name)])).Where(path => path.EndsWith(file, StringComparison.Ordinal)).Distinct());
        foreach (var (name, _) in copies)
            Assert.Contains(place.In(name, file), Found(PublishedVerifier.Run("--json", "--key", made.Key, place.In(name))));
    }

    [Theory]
    [InlineData("payload")]
    [InlineData("sig")]
    [InlineData("keyid")]
    public void a_manifest_whose_payload_or_signature_was_changed_does_not_hold(string member)
    {
        var path = place.In(Set, DataSetLayout.Manifest);
        var text = File.ReadAllText(path);
        // Another letter of the same alphabet: what stands there is well-formed still.
        var at = text.IndexOf($"\"{member}\":\"", StringComparison.Ordinal) + member.Length + 8;
        File.WriteAllText(path, $"{text[..at]}{(text[at] == 'a' ? 'b' : 'a')}{text[(at + 1)..]}");
        NotFoundToHold(DataSetLayout.Manifest);
    }

    [Fact]
    public void a_manifest_that_promises_more_than_was_signed_does_not_hold()
    {
        var path = place.In(Set, DataSetLayout.Manifest);
        using var envelope = JsonDocument.Parse(File.ReadAllText(path));
        var payload = envelope.RootElement.GetProperty("payload").GetString()!;
        var said = Encoding.UTF8.GetString(Convert.FromBase64String(payload));
        Assert.Contains("\"replay\":false", said, StringComparison.Ordinal);
        var changed = Convert.ToBase64String(Encoding.UTF8.GetBytes(said.Replace("\"replay\":false", "\"replay\":true", StringComparison.Ordinal)));
        File.WriteAllText(path, File.ReadAllText(path).Replace(payload, changed, StringComparison.Ordinal));
        NotFoundToHold(DataSetLayout.Manifest);
    }

    [Fact]
    public void a_file_of_eligible_records_that_was_replaced_does_not_hold()
    {
        // By one that is whole, of the same data set, and has as many records.
        File.Copy(place.In(Set, "eligible/part-00001.parquet"), place.In(Set, "eligible/part-00000.parquet"), overwrite: true);
        NotFoundToHold("eligible/part-00000.parquet");
    }

    [Fact]
    public void a_file_of_eligible_records_that_was_removed_does_not_hold()
    {
        File.Delete(place.In(Set, "eligible/part-00001.parquet"));
        NotFoundToHold("eligible/part-00001.parquet");
    }

    [Theory]
    [InlineData("eligible/part-00002.parquet")]
    [InlineData("eligible/.part-00002.parquet")]
    [InlineData("eligible/more/part-00000.parquet")]
    [InlineData("more.parquet")]
    public void a_file_that_was_added_does_not_hold(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place.In(Set, name))!);
        File.Copy(place.In(Set, "eligible/part-00000.parquet"), place.In(Set, name));
        NotFoundToHold(name);
    }

    [Fact]
    public void a_data_set_of_another_ledger_does_not_hold_for_who_knows_the_key()
    {
        using var other = new Place();
        other.Do("init");
        File.Copy(other.In(Place.Ledger, "ledger.vkey"), place.In(Set, DataSetLayout.LedgerKey), overwrite: true);
        NotFoundToHold(DataSetLayout.LedgerKey);
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("ledger.vkey")]
    [InlineData("key")]
    [InlineData("tile/0/000")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/0/002.p")]
    [InlineData("tile/entries/002.p")]
    [InlineData("tile/1/000.p")]
    public void a_flipped_byte_is_found_in_every_file_of_a_ledger(string file)
    {
        var path = place.In(Place.Ledger, file);
        foreach (var one in Directory.Exists(path) ? Directory.GetFiles(path) : [path])
        {
            var whole = File.ReadAllBytes(one);
            foreach (var at in (int[])[0, whole.Length / 2, whole.Length - 1])
            {
                Flip(one, at);
                Assert.Contains(Path.GetRelativePath(place.In(Place.Ledger), one), Found(place.Run("fsck", "--json")));
                File.WriteAllBytes(one, whole);
            }
        }
        if (file == "checkpoint")
        {
            Flip(path, 30);
            Assert.Equal([path], Found(PublishedVerifier.Run("--json", "--key", made.Key, path)));
            Assert.Equal([path], Found(place.Run("verify", "--json", path)));
        }
    }

    [Fact]
    public void a_flipped_byte_is_found_in_the_database_wherever_it_says_something()
    {
        var path = place.In(Place.Ledger, "ledger.db");
        var whole = File.ReadAllBytes(path);
        // An objection and a birth as docs/ledger-format.md packs them, a rule, and what SQLite itself says.
        foreach (var text in (string[])["\0\u0018\u0001", "US\f1990", "under: 18", "SQLite format 3"])
        {
            // All of them: SQLite leaves what it moved where it was.
            var found = 0;
            for (var at = 0; whole.AsSpan(at).IndexOf(Encoding.UTF8.GetBytes(text)) is >= 0 and var next; at += next + text.Length, found++) Flip(path, at + next + text.Length - 2);
            Assert.True(found > 0, text);
            Assert.Equal(["ledger.db"], Found(place.Run("fsck", "--json")).Distinct());
            File.WriteAllBytes(path, whole);
        }
    }

    [Theory]
    [InlineData("UPDATE statement SET body = unhex(replace(hex(body), '001801', '001802')) WHERE instr(hex(body), '001801') > 0")]
    [InlineData("UPDATE statement SET subject = (SELECT number FROM subject WHERE id = 'person-1') WHERE position = (SELECT max(position) FROM statement JOIN subject ON number = subject WHERE id = 'person-0')")]
    [InlineData("UPDATE statement SET body = NULL WHERE position = 7")]
    [InlineData("UPDATE statement SET body = NULL, subject = NULL WHERE position = 7")]
    [InlineData("UPDATE subject SET secret = zeroblob(32) WHERE id = 'person-0'")]
    [InlineData("UPDATE subject SET id = 'person-x' WHERE id = 'person-0'")]
    [InlineData("DELETE FROM statement WHERE position = 7")]
    [InlineData("UPDATE statement SET recorded_at = recorded_at + 1 WHERE position = 7")]
    [InlineData("UPDATE statement SET digest = zeroblob(32) WHERE position = 7")]
    [InlineData("UPDATE act SET body = CAST(replace(CAST(body AS TEXT), 'under: 18', 'under: 13') AS BLOB)")]
    [InlineData("UPDATE tile SET hashes = zeroblob(length(hashes))")]
    [InlineData("UPDATE head SET size = size - 1")]
    public void a_row_that_was_changed_in_the_database_is_found(string change)
    {
        using (var database = new SqliteConnection($"Data Source={place.In(Place.Ledger, "ledger.db")};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = change;
            Assert.True(command.ExecuteNonQuery() > 0);
        }
        Assert.Contains("ledger.db", Found(place.Run("fsck", "--json")));
    }

    [Fact]
    public void a_gate_does_not_follow_a_policy_that_was_changed_in_the_database()
    {
        a_row_that_was_changed_in_the_database_is_found("UPDATE act SET body = CAST(replace(CAST(body AS TEXT), 'under: 18', 'under: 13') AS BLOB)");
        var ran = place.Run("gate", "one.jsonl", "--purpose", Place.Purpose, "--out", "more").Ends(4);
        Assert.StartsWith("error: ", ran.Errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(place.In("more")));
    }

    /// <summary>Both verifiers, with the key and without, name the file and end with 4.</summary>
    private void NotFoundToHold(string file)
    {
        Assert.Contains($"{Set}/{file}", Found(place.Run("verify", "--json", Set)));
        Assert.Contains(place.In(Set, file), Found(PublishedVerifier.Run("--json", "--key", made.Key, place.In(Set))));
        Assert.Contains($"{Set}/{file}", place.Run("verify", Set).Ends(4).Output, StringComparison.Ordinal);
    }

    /// <summary>The paths that a check which ended with 4 has something to say about.</summary>
    private static List<string> Found(Ran ran)
    {
        var said = ran.Ends(4).Json();
        Assert.False(said.GetProperty("ok").GetBoolean());
        return [.. said.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("path").GetString()!)];
    }

    private static void Flip(string path, int at)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = at;
        var old = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(old ^ 1));
    }

    /// <summary>A ledger and a data set of two parts, made once and copied for each test.</summary>
    public sealed class Sealed : IDisposable
    {
        private const int People = 300;

        private const string Policy =
            """
            headgate: 1
            policy: sealed
            version: 1
            purposes: { train-generative-ai: { title: Train AI that writes } }
            content: [post]
            notices: { told: { version: 1, title: What we do, text: told.md, languages: [en] } }
            rules:
              - deny: minors
                when: { age: { under: 18 } }
              - grant: interest
                basis: legitimate-interests
                after: { notice: told, window: 30d }
            """;

        private readonly Place place = new();

        public Sealed()
        {
            place.Write("policy.yaml", Policy);
            place.Write("told.md", "We train AI with what you write.");
            var people = Enumerable.Range(0, People).Select(i => $"person-{i}").ToList();
            place.WriteRows("members.jsonl", people.Select(subject => new { subject, regions = "US", born = "1990-01-01", status = "active" }));
            place.WriteRows("served.jsonl", people.Select(subject => new { subject, at = "2025-01-01" }));
            place.WriteRows("choices.jsonl", people.Where((_, i) => i % 10 == 0).Select(subject => new { subject, purpose = Place.Purpose, choice = "objected", at = "2025-01-02" }));
            foreach (var part in (string[])["one", "two"])
                place.WriteRows($"{part}.jsonl", people.Select((author, i) => new { record_id = $"{part}-{i}", author, other_people = Array.Empty<string>(), kind = "post", created = "2024-01-01", text = $"{part} says {i}" }));
            place.Do("init");
            place.Do("policy", "publish", "policy.yaml", "--recorded-at", "2025-01-01");
            place.Do("members", "members.jsonl", "--recorded-at", "2025-01-01");
            place.Do("notice", "serve", "told", "--to", "served.jsonl", "--recorded-at", "2025-01-01");
            place.Do("choices", "choices.jsonl", "--recorded-at", "2025-01-02");
            Assert.Equal(540, place.Do("gate", "one.jsonl", "two.jsonl", "--purpose", Place.Purpose, "--out", Set).GetProperty("kept").GetInt32());
            Key = File.ReadAllText(place.In(Place.Ledger, "ledger.vkey")).TrimEnd('\n');
        }

        public string Key { get; }

        public void Dispose() => place.Dispose();

        internal Place Copy()
        {
            var copy = new Place();
            place.CopyTo(copy.Path);
            return copy;
        }
    }
}
