using CsCheck;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Xunit;

namespace Headgate.Tests.Suggest;

/// <summary>A model that anybody can leave.</summary>
public sealed class ForgettingTests
{
    [Fact]
    public void forgetting_gives_the_bytes_of_the_model_that_never_saw_them() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var random = new Random(seed);
            var records = SampleTalk.Draw(seed, random.Next(3, 30), random.Next(1, 400));
            var (people, order) = (random.Next(1, 6), random.Next(2, 6));
            var leavers = Enumerable.Range(0, random.Next(0, 8)).Select(_ => $"p{random.Next(30)}").ToHashSet(StringComparer.Ordinal);
            using var folder = new TempFolder();
            SampleTalk.Train(records, folder.In("all"), people, random.Next(1, 4), order);
            SampleTalk.Train(records.Where(record => !leavers.Contains(record.Author) && !record.Others.Any(leavers.Contains)), folder.In("never"), people, 2, order);
            Directory.CreateDirectory(folder.In("forgot"));
            Forgetting.Forget(folder.In("all"), leavers, folder.In("forgot"), 2, CancellationToken.None);
            Assert.Equal(SampleTalk.Bytes(folder.In("never")), SampleTalk.Bytes(folder.In("forgot")));

            // One after the other, in any order.
            var place = folder.In("all");
            foreach (var (leaver, i) in leavers.OrderBy(_ => random.Next()).Select((leaver, i) => (leaver, i)))
            {
                var next = folder.In($"without-{i}");
                Directory.CreateDirectory(next);
                Forgetting.Forget(place, new HashSet<string> { leaver }, next, 1, CancellationToken.None);
                place = next;
            }
            Assert.Equal(SampleTalk.Bytes(folder.In("never")), SampleTalk.Bytes(place));
        },
        iter: 12, threads: 2);

    [Fact]
    public void neither_the_order_of_records_nor_the_threads_matter()
    {
        using var folder = new TempFolder();
        var records = SampleTalk.Draw(7, 20, 300);
        SampleTalk.Train(records, folder.In("one"), threads: 1);
        var shuffled = records.ToArray();
        new Random(1).Shuffle(shuffled);
        SampleTalk.Train(shuffled, folder.In("other"), threads: 3);
        Assert.Equal(SampleTalk.Bytes(folder.In("one")), SampleTalk.Bytes(folder.In("other")));
    }

    [Fact]
    public void what_was_forgotten_is_said_in_counts()
    {
        using var folder = new TempFolder();
        TrainingRecord[] records = [new("ann", [], null, "one two"), new("ann", ["cem"], null, "one two"), new("bob", ["ann"], null, "one two"), new("bob", [], null, "one two")];
        SampleTalk.Train(records, folder.In("all"), people: 1);
        Directory.CreateDirectory(folder.In("less"));
        Assert.Equal(2, Forgetting.RecordsOf(folder.In("all"), "ann") - 1);
        var forgotten = Forgetting.Forget(folder.In("all"), new HashSet<string> { "ann", "nobody" }, folder.In("less"), 1, CancellationToken.None);
        Assert.Equal((1, 3L, 1L), (forgotten.Found, forgotten.Records, forgotten.Counts.Authors));
        Assert.Equal(0, Forgetting.RecordsOf(folder.In("less"), "ann"));
        using var model = PhraseModel.Open(folder.In("less"));
        Assert.Equal(1, model.Counts.Records);
    }

    [Fact]
    public void a_damaged_model_is_refused()
    {
        using var folder = new TempFolder();
        SampleTalk.Train(SampleTalk.Draw(1, 10, 100), folder.In("model"));
        var people = Path.Combine(ModelLayout.People(folder.In("model")), "2.bin");
        File.WriteAllBytes(people, File.ReadAllBytes(people)[..^5]);
        Directory.CreateDirectory(folder.In("less"));
        Assert.ThrowsAny<Exception>(() => Forgetting.Forget(folder.In("model"), new HashSet<string> { "p1" }, folder.In("less"), 1, CancellationToken.None));
        File.WriteAllBytes(ModelLayout.Phrases(folder.In("model")), File.ReadAllBytes(ModelLayout.Phrases(folder.In("model")))[..300]);
        Assert.Throws<InvalidDataException>(() => PhraseModel.Open(folder.In("model")));
    }

    [Fact]
    public void a_run_that_was_killed_goes_on_where_it_was()
    {
        using var folder = new TempFolder();
        var records = SampleTalk.Draw(7, 20, 300);
        SampleTalk.Train(records, folder.In("whole"));
        // Killed after each of its files in turn: what follows is made again, what is there is not.
        string[] written = ["people.bin", "corpus.bin", "1.bin", "keys-0.bin", "0.bin", "keys-2.bin", "2.bin", "keys-3.bin", "3.bin", "keys-4.bin", "4.bin", "keys-5.bin", "5.bin"];
        var files = written.Select(name => new FileInfo(Path.Combine($"{folder.In("whole")}.work", name))).ToList();
        Assert.Equal(written.Order(), files[0].Directory!.GetFiles().Select(file => file.Name).Order());
        for (var kept = 0; kept <= files.Count; kept++)
        {
            var again = folder.In($"again-{kept}");
            Directory.CreateDirectory($"{again}.work");
            foreach (var file in files.Take(kept)) file.CopyTo(Path.Combine($"{again}.work", file.Name));
            SampleTalk.Train(kept > 0 && files.Take(kept).Any(file => file.Name == "corpus.bin") ? Unread() : records, again);
            Assert.Equal(SampleTalk.Bytes(folder.In("whole")), SampleTalk.Bytes(again));
        }

        static IEnumerable<TrainingRecord> Unread() => Enumerable.Range(0, 1).Select<int, TrainingRecord>(_ => throw new InvalidOperationException("it was read again"));
    }

    [Fact]
    public void training_stops_when_it_is_told_to()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        Directory.CreateDirectory(folder.In("model"));
        var read = 0;
        IEnumerable<TrainingRecord> Endless()
        {
            while (true)
            {
                if (++read == 5000) stop.Cancel();
                yield return new("ann", [], null, "one two three");
            }
        }

        Assert.Throws<OperationCanceledException>(() => PhraseTraining.Train(Endless(), Headgate.Suggest.Text.KnownNames.None, new(), folder.In("model"), folder.In("work"), _ => { }, stop.Token));
        Assert.Empty(Directory.EnumerateFiles(folder.In("model"), "*", SearchOption.AllDirectories));
        Assert.True(read < 20_000);
    }
}
