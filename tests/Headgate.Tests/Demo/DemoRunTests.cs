using System.Security.Cryptography;
using Headgate.Engine;
using Headgate.Engine.Demo;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Demo;

/// <summary>The whole demo, small, with the gate's worker in this process.</summary>
public sealed class DemoRunTests(DemoRunTests.Lived lived) : IClassFixture<DemoRunTests.Lived>
{
    private const int People = 700;
    private const long Records = 5_000;

    private static readonly SampleNetwork Network = new(People, Records);
    private static readonly Dictionary<string, SamplePerson> Members = Enumerable.Range(0, People).Select(Network.Person).ToDictionary(person => person.Id);

    [Fact]
    public void every_region_is_used_paused_waiting_or_never_as_expected_at_every_gate()
    {
        Assert.Empty(lived.Result.Problems);
        Assert.Equal(LinkedInTimeline.Gates.Select(gate => gate.Name), lived.Result.Board.Dates);
        Assert.Equal(LinkedInTimeline.Expected.Keys, lived.Result.Board.Regions);
        foreach (var (region, cells) in lived.Result.Board.Regions.Zip(lived.Result.Board.Cells))
            Assert.Equal((region, States(LinkedInTimeline.Expected[region])), (region, States(cells.Select(cell => cell.State))));

        static string States(IEnumerable<UseState> states) => string.Join(' ', states);
    }

    [Fact]
    public void every_data_set_verifies()
    {
        Assert.Equal(2 * LinkedInTimeline.Gates.Count, lived.Result.Gates.Count);
        Assert.Equal(lived.Result.Gates.Count, lived.Result.Verified);
        Assert.All(lived.Result.Gates, gate => Assert.Equal(gate.Counts.Input, gate.Counts.Kept + gate.Counts.Dropped));
    }

    [Fact]
    public void what_is_kept_and_every_reason_is_what_the_reference_says()
    {
        var world = new SampleWorld(Network);
        var suspensions = lived.Result.Pauses.Keys.Zip(["suspended:1", "suspended:2"]).ToDictionary();
        foreach (var gate in LinkedInTimeline.Gates)
        {
            var judged = world.Gate(gate.At).ToList();
            var gates = lived.Result.Gates.Where(of => of.Date == gate.Name).ToList();
            Assert.Equal(judged.Where(of => of.Reason.Allows).Select(of => of.Record.Id).Order(), gates.SelectMany(Kept).Select(kept => kept.Id).Order());
            Assert.Equal(
                judged.Where(of => !of.Reason.Allows).Select(of => (of.Record.Id, of.Reason.Text)).Order(),
                gates.SelectMany(Denied).Select(denied => (denied.Id, suspensions.GetValueOrDefault(denied.Reason, denied.Reason))).Order());
        }
    }

    [Fact]
    public void the_parts_of_a_data_set_can_be_read_as_one() => Assert.All(lived.Result.Gates, gate =>
        Assert.Equal(gate.Counts.Kept, Rows("SELECT count(COLUMNS(*) IS NULL)", Path.Combine(gate.Out, "eligible"), reader => reader.GetInt64(0)).Single()));

    [Fact]
    public void no_minor_is_in_a_data_set_after_the_policy_of_2025() => EveryoneIn(From("2025-09-18"), (gate, person) =>
        Assert.True(BirthRange.FullYears(SampleWorld.Birth(person)!.Value.Latest, gate.At.Date) >= 18, person.Id));

    [Fact]
    public void no_private_message_is_in_a_data_set_nor_anything_that_passes_one_on()
    {
        var messages = Enumerable.Range(0, (int)Records).Select(number => Network.Record(number)).Where(record => record.Kind == "private-message").Select(record => record.Id).ToHashSet();
        Assert.All(lived.Result.Gates.SelectMany(Kept), kept =>
        {
            Assert.DoesNotContain(kept.Kind, (string[])["private-message", "salary"]);
            Assert.DoesNotContain(kept.DerivedFrom ?? "", messages);
        });
    }

    [Fact]
    public void nothing_that_an_objection_reaches_is_in_a_data_set()
    {
        var start = Instant.FromDate(new(2025, 11, 3));
        var created = Enumerable.Range(0, (int)Records).Select(number => Network.Record(number)).Concat(Enumerable.Range(0, (int)Network.Photos).Select(number => Network.Photo(number))).ToDictionary(record => record.Id, record => record.Created);
        var (objectors, stillUsed) = (0, 0);
        foreach (var gate in lived.Result.Gates)
        {
            var objected = Network.Choices(Instant.MinValue, gate.At).Where(choice => choice.Purpose != "assist-writing")
                .GroupBy(choice => choice.Subject).Select(choices => choices.MaxBy(choice => choice.At)!).Where(choice => choice.Choice == Choice.Objected).ToDictionary(choice => choice.Subject, choice => choice.At);
            foreach (var kept in Kept(gate))
                foreach (var subject in kept.Subjects.Where(objected.ContainsKey))
                {
                    Assert.True(created[kept.Id] < objected[subject], $"{kept.Id} was created after {subject} objected");
                    Assert.False(string.CompareOrdinal(gate.Date, "2025-09-18") >= 0 && objected[subject] < start && IsTold(Members[subject]), $"{subject} objected before the start, and {kept.Id} is used");
                    stillUsed++;
                }
            objectors += objected.Count;
        }
        Assert.True(objectors > 100);
        Assert.True(stillUsed > 5, "the switch of 2024 works for the future only");
    }

    [Fact]
    public void nobody_of_the_united_kingdom_is_in_a_data_set_between_the_pause_and_the_start()
    {
        EveryoneIn(gate => string.CompareOrdinal(gate.Date, "2024-09-20") >= 0 && string.CompareOrdinal(gate.Date, "2025-11-03") < 0, (_, person) => Assert.False(IsBritish(person), person.Id));
        Assert.Contains(Kept(lived.Result.Gates.Last(gate => gate.Content == "posts")).SelectMany(kept => kept.Subjects), id => IsBritish(Members[id]));
    }

    [Fact]
    public void every_example_was_left_out_for_what_it_is_an_example_of()
    {
        Assert.Equal(["denied:minors", "objected"], lived.Result.Examples.Select(example => example.Explanation.Verdict.Reason.Text).Take(2));
        var denied = Denied(lived.Result.Gates.Last(gate => gate.Content == "posts")).ToDictionary();
        Assert.All(lived.Result.Examples, example => Assert.Equal(example.Explanation.Verdict.Reason.Text, denied[example.Record.Id]));
    }

    [Fact]
    public void every_reason_is_put_in_plain_words() =>
        Assert.All(DemoReasonRow.Of(lived.Result), row => Assert.NotEqual("", DemoReasonRow.Meaning(row.Reason)));

    [Fact]
    public void the_report_needs_nothing_from_elsewhere()
    {
        var html = File.ReadAllText(Path.Combine(lived.Result.Out, "report.html"));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void the_same_seed_gives_the_same_eligible_bytes()
    {
        using var folder = new TempFolder();
        var again = Live(folder.In("again"));
        Assert.Equal(Eligible(lived.Result), Eligible(again));
    }

    [Fact]
    public void somebody_leaves_the_writing_model_and_it_is_the_one_that_never_saw_them()
    {
        var writing = lived.Result.Writing!;
        Assert.True(writing.IsSame);
        Assert.True(writing.Sums.Records > 0 && writing.Records > 0 && writing.Position > 0);
        Assert.Equal(3, writing.Suggestions.Count);
        Assert.All(writing.Suggestions, one => Assert.True(one.Wording.People >= 5));
    }

    [Fact]
    public void a_demo_that_is_interrupted_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        var sealedSets = 0;
        Assert.Throws<OperationCanceledException>(() => DemoRun.Run(
            Options(folder.In("demo")),
            (job, report, cancellation) =>
            {
                if (++sealedSets == 3) stop.Cancel();
                return GateWorker.Run(job, report, cancellation);
            },
            null, _ => { }, stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void a_place_where_something_lies_is_refused_and_left_alone()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.In("mine.txt"), "mine");
        Assert.Throws<BadInputException>(() => Live(folder.Path));
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    private static bool IsBritish(SamplePerson person) => person.Claims.SelectMany(claim => claim.Regions ?? []).Any(region => Region.Understand(region).Code == "GB");

    private static bool IsTold(SamplePerson person) => person.Claims.SelectMany(claim => claim.Regions ?? []).Any(region => LinkedInTimeline.Told.Contains(Region.Understand(region).Code));

    private static Func<DemoGate, bool> From(string date) => gate => string.CompareOrdinal(gate.Date, date) >= 0;

    private void EveryoneIn(Func<DemoGate, bool> which, Action<DemoGate, SamplePerson> check)
    {
        foreach (var gate in lived.Result.Gates.Where(which))
        {
            var subjects = Kept(gate).SelectMany(kept => kept.Subjects).Distinct().ToList();
            Assert.NotEmpty(subjects);
            Assert.All(subjects, subject => check(gate, Members[subject]));
        }
    }

    private static List<KeptRecord> Kept(DemoGate gate) => Rows(
        $"SELECT record_id, list_prepend(author, other_people), kind, {(gate.Content == "posts" ? "derived_from" : "NULL")}", Path.Combine(gate.Out, "eligible"),
        reader => new KeptRecord(reader.GetString(0), reader.GetFieldValue<List<string>>(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));

    private static List<(string Id, string Reason)> Denied(DemoGate gate) => Rows("SELECT record_id, reason", gate.Out, reader => (reader.GetString(0), reader.GetString(1)));

    /// <summary>Reads all Parquet files of a folder as one, as anybody would.</summary>
    private static List<T> Rows<T>(string select, string folder, Func<DuckDB.NET.Data.DuckDBDataReader, T> read)
    {
        using var temp = new TempFolder();
        var files = Directory.GetFiles(folder, "*.parquet").Order().ToList();
        using var duck = new DuckSession(new(MemorySize.Megabytes(1000), 2, temp.Path), files, []);
        return duck.Rows($"{select} FROM read_parquet({Sql.Texts(files)})", read);
    }

    private static SortedDictionary<string, string> Eligible(DemoResult result) => new(
        result.Gates.SelectMany(gate => Directory.EnumerateFiles(Path.Combine(gate.Out, "eligible"))).ToDictionary(
            file => Path.GetRelativePath(result.Out, file), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);

    private static DemoOptions Options(string place) => new(place, People, Records, SampleNetwork.DefaultSeed, MemorySize.Megabytes(1000), 2);

    private static DemoResult Live(string place, ModelWork? model = null) => DemoRun.Run(Options(place), GateWorker.Run, model, _ => { }, CancellationToken.None);

    private sealed record KeptRecord(string Id, IReadOnlyList<string> Subjects, string Kind, string? DerivedFrom);

    /// <summary>A demo, lived through once for all tests.</summary>
    public sealed class Lived : IDisposable
    {
        private readonly TempFolder folder = new();

        public DemoResult Result { get; }

        public Lived() => Result = Live(folder.In("demo"), TestPhrases.Work(5));

        public void Dispose() => folder.Dispose();
    }
}
