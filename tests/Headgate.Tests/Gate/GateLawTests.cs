using System.Globalization;
using System.Security.Cryptography;
using CsCheck;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Stores;
using Headgate.Tests.Policies;
using Headgate.Tests.Suggest;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>The laws of semantics.md that speak of gate runs, by their names.</summary>
public sealed class GateLawTests
{
    private static readonly string[] People = ["ann", "bo", "cy d'", "Δημήτρης", "e\"ve"];

    [Fact]
    public void batch_equals_single() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            var text = new RandomPolicy(random).Draw();
            if (PolicyReader.Read(text).Policy is not { } policy || GateWorld.Draw(random, 14) is not { Map: { IsGiven: false, Numeric: false } } world) return;
            using var place = new Workplace();
            place.Now("2025-12-21");
            place.Publish(text, "2010-01-01");
            place.Draw(random, policy, People);
            Directory.CreateDirectory(place.In("scratch"));
            var request = world.Write(place.In("scratch"));
            string[] content = [.. request.Content.Select(file => file.Path)], sources = [.. request.Sources.Select(file => file.Path)];
            var at = random.Next(2) == 0 ? (Instant?)null : new RandomWorld(random).Time();
            var outcome = place.Gate(content, "out", sources: sources, at: at);
            var reasons = place.Reasons(outcome);
            var moment = place.Session.MomentOf(outcome.Manifest.Ledger.Size, outcome.Manifest.At);
            var folder = Path.GetDirectoryName(content[0])!;
            foreach (var ((record, reason), i) in world.Records.Zip(reasons).Select((pair, i) => (pair, i)))
            {
                if (record.Id is not { } id) continue;
                var single = Explanation.Of(place.Session, content, sources, id, Workplace.Purpose, ContentMap.Default, moment, request.Bounds);
                Assert.True(single.Verdict.Reason.Text == reason, $"seed {seed}, record {i} (`{id}`) in {folder}: single {single.Verdict.Reason.Text}, batch {reason}\n{text}");
            }
        },
        iter: 5, threads: 1);

    [Fact]
    public void replay_is_identity()
    {
        using var place = new Workplace();
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Enumerable.Range(0, 50).Select(i => Workplace.Member($"m{i}", i % 3 == 0 ? "US" : "FR", i % 7 == 0 ? "2012-05-05" : "1980-02-29")));
        place.Record(Workplace.At("2025-03-01"), Enumerable.Range(0, 20).Select(i => Workplace.Chose($"m{i}", i % 2 == 0 ? Choice.Objected : Choice.Consented, "2025-02-01")));
        // More rows than one row group holds, so that the threads have something to share.
        var parquet = place.In("many.parquet");
        using (var duck = new DuckSession(new(MemorySize.Megabytes(1000), 2, Directory.CreateDirectory(place.In("scratch")).FullName), [parquet], []))
            duck.Execute($"COPY (SELECT 'p' || i AS record_id, 'm' || (i * 7919 % 60) AS author, 'post' AS kind, []::VARCHAR[] AS labels, 'public' AS visibility, 'network' AS service, TIMESTAMP '2024-05-05' AS created, md5(i::VARCHAR) AS text FROM range(300000) t(i)) TO {Sql.Text(parquet)} (FORMAT parquet)");
        var lines = place.Write("few.jsonl.zst", Enumerable.Range(0, 2000).Select(i => Workplace.Post($"j{i}", $"m{i % 55}", $"[\"m{i % 13}\"]")));

        foreach (var format in Enum.GetValues<OutputFormat>())
        {
            var (asOf, at) = (place.Session.Store.Head.Size, Workplace.At("2025-11-03"));
            GateOutcome Run(string name, int threads) => place.Gate([parquet, lines], $"{format}-{name}", asOf: asOf, at: at, format: format, withSubjects: true, threads: threads);
            var first = Files(Run("first", 2).Out);
            Assert.Contains(first, file => file.StartsWith("eligible/part-00001", StringComparison.Ordinal));
            Assert.Equal(first, Files(Run("again", 2).Out));
            Assert.Equal(first, Files(Run("with-more-threads", 4).Out));
            place.Record(Workplace.At("2025-12-01"), Workplace.Chose("m3", Choice.Objected, "2025-02-02"), Workplace.Member("m55"), new(new Suspended(Workplace.Purpose, null, [], null, null, null, "a", "b")));
            Assert.Equal(first, Files(Run("after-more-statements", 2).Out));
            Assert.NotEqual(first, Files(place.Gate([parquet, lines], $"{format}-now", format: format, withSubjects: true).Out));
        }
    }

    [Fact]
    public void kept_plus_dropped_is_input() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            if (GateWorld.Draw(new Random(seed), 80) is not { } world) return;
            using var folder = new TempFolder();
            var request = world.Write(folder.Path);
            var result = GateRun.Run(request, _ => { }, CancellationToken.None);
            using var duck = new DuckSession(request.Bounds, [], [request.Out]);
            long Rows(string name) => duck.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Text(Path.Combine(request.Out, name))})");
            var (kept, dropped) = (result.Outputs.Where(file => file.Path.StartsWith("eligible/", StringComparison.Ordinal)).Sum(file => Rows(file.Path)), Rows("denied.parquet"));
            Assert.Equal((result.Counts.Kept, result.Counts.Dropped, (long)world.Records.Count()), (kept, dropped, kept + dropped));
            Assert.Equal(result.Counts.Input, kept + dropped);
            Assert.Equal(dropped, result.Counts.ByReason.Values.Sum());
            Assert.Equal(result.Counts.ByReason.OrderBy(pair => pair.Key, StringComparer.Ordinal), duck.Rows(
                $"SELECT reason, count(*) FROM read_parquet({Sql.Text(Path.Combine(request.Out, "denied.parquet"))}) GROUP BY reason", reader => KeyValuePair.Create(reader.GetString(0), reader.GetInt64(1))).OrderBy(pair => pair.Key, StringComparer.Ordinal));
            Assert.Equal(world.Content.Select(file => (long)file.Records.Count), result.Inputs.Take(world.Content.Count).Select(input => input.Records!.Value));
        },
        iter: 6, threads: 2);

    [Fact]
    public void row_order_does_not_matter() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            if (GateWorld.Draw(random, 80) is not { } world) return;
            var before = Judge(world, [.. world.Content], [.. world.Sources]);
            Assert.Equal(before, Judge(world, [.. world.Content.Select(file => Shuffled(file, random)).Reverse()], [.. world.Sources.Select(file => Shuffled(file, random)).Reverse()]));
        },
        iter: 6, threads: 2);

    [Fact]
    public void split_and_merge_is_identity() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            if (GateWorld.Draw(random, 80) is not { } world) return;
            // The same set of sources for every part: all there is.
            List<WorldFile> all = [.. world.Content, .. world.Sources], whole = [.. world.Content], parts = [];
            foreach (var file in whole)
            {
                var cut = random.Next(1, Math.Max(2, file.Records.Count));
                parts.AddRange([Part(file, Enumerable.Range(0, cut)), Part(file, Enumerable.Range(cut, file.Records.Count - cut))]);
            }
            parts.RemoveAll(part => part.Records.Count == 0);
            var together = Judge(world, whole, all);
            Assert.Equal(together, [.. parts.SelectMany(part => Judge(world, [part], all)).Order(StringComparer.Ordinal)]);
            Assert.Equal(together, Judge(world, parts, all));
        },
        iter: 4, threads: 2);

    [Fact]
    public void forget_equals_never_saw()
    {
        // Generated worlds of people who speak to and of each other; everything else about forgetting is in ForgettingTests and ModelTests.
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var random = new Random(seed);
                var records = SampleTalk.Draw(seed, random.Next(2, 15), random.Next(1, 150));
                var leavers = records.SelectMany(record => record.Others.Append(record.Author)).Distinct().Where(_ => random.Next(4) == 0).ToHashSet(StringComparer.Ordinal);
                using var folder = new TempFolder();
                SampleTalk.Train(records, folder.In("saw"), people: random.Next(1, 4));
                SampleTalk.Forget(folder.In("saw"), leavers, folder.In("forgot"));
                using (var model = Headgate.Suggest.Model.PhraseModel.Open(folder.In("saw")))
                    SampleTalk.Train(records.Where(record => !leavers.Contains(record.Author) && !record.Others.Any(leavers.Contains)), folder.In("never"), model.Counts.People);
                Assert.Equal(SampleTalk.Bytes(folder.In("never")), SampleTalk.Bytes(folder.In("forgot")));
            },
            iter: 8, threads: 2);
    }

    [Fact]
    public void erasure_keeps_the_log_valid()
    {
        var (eve, noon) = (SubjectId.From("eve-4711")!.Value, Workplace.At("2025-11-01T12:00:00Z"));
        using var place = new Workplace();
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("eve-4711", "US"), Workplace.Member("bo"));
        place.Record(Workplace.At("2025-02-01"), Workplace.Chose("eve-4711", Choice.Objected, "2025-01-20"), Workplace.Chose("bo", Choice.Consented, "2025-01-20"));
        var content = place.Write("posts.jsonl", Workplace.Post("p1", "ann"), Workplace.Post("p2", "eve-4711"), Workplace.Post("p3", "bo", """["eve-4711"]"""));
        List<GateOutcome> sets = [.. Enum.GetValues<OutputFormat>().Select(format => place.Gate([content], $"{format}", format: format, withSubjects: true))];
        var moved = place.Gate([content], "moved", withSubjects: true).Out;
        Directory.Move(moved, moved + "-elsewhere");
        var store = place.Session.Store;
        var receipts = Choosing.ReceiptsOf(place.Session, eve).Select(receipt => File.ReadAllBytes(receipt.Receipt)).ToList();
        var (size, before) = (store.Head.Size, Enumerable.Range(1, (int)store.Head.Size).Select(below => store.Checkpoint(below)).ToList());
        var manifests = sets.Select(set => File.ReadAllBytes(Path.Combine(set.Out, "manifest.dsse.json"))).ToList();
        Assert.NotEmpty(Holding(place, "eve-4711", sets));

        var report = Erasing.Erase(place.Session, eve, purge: true, new(MemorySize.Megabytes(512), 2, place.In("temp")));

        Assert.Equal((2, "train-generative-ai"), (report.Statements, Assert.Single(report.Kept)));
        Assert.Equal(sets.Select(set => set.Out), report.Redacted.Select(file => Path.GetDirectoryName(file)!));
        Assert.Contains($"`{moved}`", Assert.Single(report.NotReached), StringComparison.Ordinal);
        Assert.Empty(Holding(place, "eve-4711", sets));
        Assert.Empty(Fsck.Check(place.LedgerFolder));
        foreach (var older in before)
        {
            Assert.Equal(older, store.Checkpoint(older.Size));
            Assert.True(MerkleProof.Extends(older.Size, older.Root, store.Head.Size, store.Checkpoint(store.Head.Size).Root, store.Tree(store.Head.Size).Consistency(older.Size)));
        }
        Assert.All(receipts, bytes =>
        {
            Assert.True(Receipt.TryParse(bytes, out var receipt));
            Assert.Null(receipt.Check(store.Key));
        });
        foreach (var (set, manifest) in sets.Zip(manifests))
        {
            Assert.Equal(manifest, File.ReadAllBytes(Path.Combine(set.Out, "manifest.dsse.json")));
            Assert.Equal([], Checking.OfDataSet(set.Out, store.Key));
            var denied = Path.Combine(set.Out, DeniedFile.Find(set.Out)!);
            var kept = File.ReadAllBytes(denied);
            File.WriteAllBytes(denied, [.. kept[..^9], (byte)(kept[^9] ^ 1), .. kept[^8..]]);
            Assert.NotEmpty(Checking.OfDataSet(set.Out, store.Key));
            File.WriteAllBytes(denied, kept);
        }
        for (var asOf = size; asOf > 0; asOf--) Assert.Empty(store.Of(eve, asOf));
        Assert.Equal(["granted:interest", "unknown-subject", "unknown-subject"], place.Reasons(place.Gate([content], "after")));
        Assert.Equal("unknown-subject", place.Explain(content, "p2", moment: new(size, noon, true)).Verdict.Reason.Text);

        place.Record(Workplace.At("2025-12-01"), Workplace.Member("eve-4711", "US"));
        Assert.Equal(["granted:interest", "objected", "objected"], place.Reasons(place.Gate([content], "returned")));
        Assert.Empty(Fsck.Check(place.LedgerFolder));
    }

    /// <summary>The files of a ledger and of data sets that hold a text, but for what the data sets kept of the content.</summary>
    private static List<string> Holding(Workplace place, string text, List<GateOutcome> sets) =>
        [.. sets.Select(set => set.Out).Prepend(place.LedgerFolder).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => !file.Contains("eligible", StringComparison.Ordinal) && File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0)];

    /// <summary>Record and reason of every record of the content, sorted.</summary>
    private static List<string> Judge(GateWorld world, List<WorldFile> content, List<WorldFile> sources)
    {
        using var folder = new TempFolder();
        var (oldContent, oldSources) = (world.Content.ToList(), world.Sources.ToList());
        try
        {
            Replace(world.Content, content);
            // A file may be content and a source at once; it is written once for each.
            Replace(world.Sources, [.. sources.Select(file => content.Contains(file) ? Part(file, Enumerable.Range(0, file.Records.Count)) : file)]);
            var request = world.Write(folder.Path, verdictsOnly: true);
            var result = GateRun.Run(request, _ => { }, CancellationToken.None);
            return [.. world.Records.Zip(GateEqualsReferenceTests.Verdicts(request.Out, result.Verdicts), (record, reason) => $"{record.Id}: {reason}").Order(StringComparer.Ordinal)];
        }
        finally
        {
            Replace(world.Content, oldContent);
            Replace(world.Sources, oldSources);
        }
    }

    private static void Replace(List<WorldFile> files, List<WorldFile> by)
    {
        files.Clear();
        files.AddRange(by);
    }

    private static WorldFile Shuffled(WorldFile file, Random random)
    {
        var order = Enumerable.Range(0, file.Records.Count).ToArray();
        random.Shuffle(order);
        return Part(file, order);
    }

    private static WorldFile Part(WorldFile file, IEnumerable<int> rows)
    {
        var part = file.Empty();
        foreach (var row in rows)
        {
            part.Records.Add(file.Records[row]);
            part.Lines.Add(file.Lines[row]);
        }
        return part;
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, file).Replace('\\', '/')} {new FileInfo(file).Length} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"))];
}
