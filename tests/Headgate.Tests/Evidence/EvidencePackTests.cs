using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Headgate.Engine;
using Headgate.Evidence;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Evidence;

/// <summary>What an evidence pack tells, what it keeps to itself, and that it holds.</summary>
public sealed class EvidencePackTests(EvidencePackTests.Fixture fixture) : IClassFixture<EvidencePackTests.Fixture>
{
    private readonly EvidenceWorld world = fixture.World;

    private static readonly Lock Names = new();
    private static int made;

    private (EvidenceOutcome Outcome, SortedDictionary<string, byte[]> Files) Pack(string? region = null, bool withPersonal = false)
    {
        string name;
        lock (Names) name = $"pack-{++made}";
        return (world.Write(name, region, withPersonal), EvidenceWorld.Files(world.Place.In(name)));
    }

    [Fact]
    public void it_holds_and_every_public_act_of_the_ledger_is_in_it()
    {
        var (outcome, files) = Pack();
        var report = world.Verify(files);
        Assert.Empty(report.Problems);
        var acts = world.Place.Session.Store.Acts(outcome.Size);
        Assert.Equal(acts.Select(act => (act.Position, StatementBody.EntryKind(act.Statement))), report.Acts.Select(act => (act.Key, act.Value)));
        Assert.Equal((0, 0, 0L), (outcome.NotFound.Count, outcome.LeftOut, outcome.People));
        Assert.Equal(0, report.Unknown);
    }

    [Fact]
    public void its_account_says_what_happened()
    {
        var (outcome, files) = Pack();
        using var account = JsonDocument.Parse(files[EvidenceLayout.Account]);
        var figures = account.RootElement.GetProperty("figures");
        foreach (var (name, expected) in (IEnumerable<(string, long)>)
            [("policies", 2), ("overrides", 2), ("suspensions", 3), ("suspensions-in-force", 2), ("concerns", 1), ("concerns-open", 1), ("commitments", 1), ("commitments-overdue", 1), ("data-sets", 2), ("permits", 2), ("permits-revoked", 1), ("erasures", 1)])
        {
            Assert.Equal((name, expected), (name, figures.GetProperty(name).GetInt64()));
            Assert.Equal(expected, outcome.Figures[name]);
        }
        var revoking = account.RootElement.GetProperty("suspensions").EnumerateArray().Single(one => one.GetProperty("position").GetInt64() == world.Revoking);
        Assert.Equal((1, 41_500L), (revoking.GetProperty("permits_revoked").GetInt32(), revoking.GetProperty("took_hold_us").GetInt64()));
        Assert.True(revoking.TryGetProperty("last_revoked_after_us", out _));
        Assert.Equal(["closed", $"suspended:{world.Revoking}"], account.RootElement.GetProperty("permits").EnumerateArray().Select(permit => permit.GetProperty("ended_because").GetString()));
        Assert.Equal("answered", account.RootElement.GetProperty("concerns")[0].GetProperty("state").GetString());
    }

    [Fact]
    public void what_became_of_notices_is_counted_and_few_people_are_not()
    {
        Assert.Equal((28L, null, 6L), Told(Pack().Files));
        Assert.Equal((28L, 1L, 6L), Told(Pack(withPersonal: true).Files));
        // Every third is in the UK.
        Assert.Equal((10L, 0L, null), Told(Pack("UK").Files));

        static (long?, long?, long?) Told(SortedDictionary<string, byte[]> files)
        {
            using var stated = JsonDocument.Parse(files[EvidenceLayout.Stated]);
            var notice = stated.RootElement.GetProperty("notices").EnumerateArray().Single();
            Assert.Equal(new string('a', 64), notice.GetProperty("text_sha256").GetString());
            return (Of("served"), Of("bounced"), Of("objected"));

            long? Of(string name) => notice.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
        }
    }

    [Fact]
    public void nobody_is_named_unless_that_was_asked_for()
    {
        var (_, files) = Pack();
        var secret = new[] { "quillon", "harrowmere", "2025-03-04" };
        foreach (var (path, bytes) in files)
            foreach (var word in secret)
                Assert.False(Everything(path, bytes).Contains(word, StringComparison.Ordinal), $"`{word}` stands in {path}");
        Assert.DoesNotContain(EvidenceLayout.Personal, files.Keys);

        var (outcome, open) = Pack(withPersonal: true);
        var named = Encoding.UTF8.GetString(open[EvidenceLayout.Personal]);
        foreach (var person in EvidenceWorld.People.SkipLast(1)) Assert.Contains(person, named, StringComparison.Ordinal);
        Assert.DoesNotContain(EvidenceWorld.People[^1], named, StringComparison.Ordinal);
        var report = world.Verify(open);
        Assert.Empty(report.Problems);
        Assert.Equal((outcome.People, outcome.People), (report.People, named.Count(letter => letter == '\n')));
    }

    /// <summary>A file and what is encoded in it, such as the payloads of signed manifests.</summary>
    private static string Everything(string path, byte[] bytes) => path.EndsWith(".dsse.json", StringComparison.Ordinal) && DsseEnvelope.TryParse(bytes, out var envelope)
        ? Encoding.UTF8.GetString(bytes) + Encoding.UTF8.GetString(envelope.Payload.Span)
        : Encoding.UTF8.GetString(bytes);

    [Fact]
    public void a_region_leaves_out_the_pauses_of_others_and_says_so()
    {
        var (outcome, files) = Pack("UK");
        var report = world.Verify(files);
        Assert.Empty(report.Problems);
        Assert.Equal(2, outcome.LeftOut);
        Assert.Equal([(world.Other, "suspension"), (world.Other + 1, "lift")], report.Manifest!.LeftOut.Select(act => (act.Position, act.Kind)));
        Assert.Equal(["GB"], report.Manifest.Scope!.Codes);
        Assert.Contains(world.Pause, report.Acts.Keys);
        Assert.DoesNotContain(world.Other, report.Acts.Keys);
        Assert.Contains($"suspension <code class=\"at\">#{world.Other}</code>", Encoding.UTF8.GetString(files[EvidenceLayout.Page]), StringComparison.Ordinal);
        Assert.Equal("`Atlantis` is no region", Assert.Throws<BadInputException>(() => world.Write("nowhere", "Atlantis")).Message);
        Assert.False(Directory.Exists(world.Place.In("nowhere")));
    }

    [Fact]
    public void the_page_needs_no_network_shows_what_is_hostile_as_text_and_implies_no_approval()
    {
        var page = Encoding.UTF8.GetString(Pack().Files[EvidenceLayout.Page]);
        Assert.Contains("Members &lt;were&gt; not told", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<were>", page, StringComparison.Ordinal);
        foreach (var reaching in (string[])["http://", "https://", "src=", "@import", "url(", "<script"]) Assert.DoesNotContain(reaching, page, StringComparison.Ordinal);
        Assert.Contains("No approval is implied", page, StringComparison.Ordinal);
        Assert.Contains("Ottoline Fennelwick answers for it", page, StringComparison.Ordinal);
        // Every link of the page leads somewhere.
        var (_, files) = Pack();
        foreach (var part in page.Split("href=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]))
            Assert.True(part[0] == '#' ? page.Contains($"id=\"{part[1..]}\"", StringComparison.Ordinal) : files.ContainsKey(part), part);
    }

    [Fact]
    public void a_place_that_is_taken_is_left_alone_and_nothing_lies_about()
    {
        var place = world.Place.In("taken");
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "mine"), "");
        Assert.Throws<BadInputException>(() => world.Write("taken"));
        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName));
        Assert.Throws<OperationCanceledException>(() => EvidencePack.Write(world.Place.Session, new(), world.Place.In("stopped"), new(canceled: true)));
        Assert.False(Directory.Exists(world.Place.In("stopped")));
        Assert.Empty(world.Place.LeftOvers());
    }

    [Fact]
    public void a_zip_holds_the_same_below_one_folder()
    {
        var zip = world.Place.In("pack.zip");
        EvidencePack.WriteZip(world.Place.Session, new(), zip, TestContext.Current.CancellationToken);
        ZipFile.ExtractToDirectory(zip, world.Place.In("unzipped"));
        var files = EvidenceWorld.Files(world.Place.In("unzipped/evidence"));
        Assert.Empty(world.Verify(files).Problems);
        Assert.Equal(Pack().Files.Keys, files.Keys);
    }

    [Fact]
    public void a_manifest_that_no_longer_lies_where_it_was_sealed_is_said_to_be_missing()
    {
        using var other = new EvidenceWorld();
        Directory.Delete(other.Place.In("january"), recursive: true);
        var outcome = other.Write("pack");
        Assert.Equal(["january"], outcome.NotFound);
        var files = EvidenceWorld.Files(other.Place.In("pack"));
        Assert.Empty(other.Verify(files).Problems);
        Assert.Single(files.Keys, path => path.StartsWith(EvidenceLayout.DataSets, StringComparison.Ordinal));
    }

    [Fact]
    public void a_ledger_without_anything_gives_a_pack_too()
    {
        using var place = new Workplace();
        var outcome = EvidencePack.Write(place.Session, new(), place.In("pack"), TestContext.Current.CancellationToken);
        Assert.Equal((0L, 0), (outcome.Size, outcome.Acts));
        var files = EvidenceWorld.Files(place.In("pack"));
        Assert.Empty(EvidenceVerification.Verify(files.Keys, path => new MemoryStream(files[path]), [place.Session.Store.Key]).Problems);
    }

    public sealed class Fixture : IDisposable
    {
        internal EvidenceWorld World { get; } = new();

        public void Dispose() => World.Dispose();
    }
}
