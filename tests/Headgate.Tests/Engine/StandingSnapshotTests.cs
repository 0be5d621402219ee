using System.Globalization;
using CsCheck;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>A snapshot is the fold of the ledger, whichever way it was come by.</summary>
public sealed class StandingSnapshotTests
{
    private static readonly string[] People = ["ann", "bo", "cy"];

    [Fact]
    public void a_snapshot_equals_the_fold_after_new_statements_at_earlier_positions_and_at_earlier_times() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var random = new Random(seed);
            using var place = new Workplace();
            place.Now("2025-12-31");
            for (var day = 1; day <= 5; day++)
            {
                place.Record(Day(day * 4), Enumerable.Range(0, random.Next(1, 6)).Select(_ => Statement(random, day * 4)));
                if (random.Next(2) == 0) place.Record(Day(day * 4), new NewStatement(new Suspended("p", null, [], null, null, null, "", "")));
                for (var i = 0; i < 3; i++)
                {
                    var head = place.Session.Store.Head;
                    var asOf = random.Next(3) == 0 ? head.Size : random.NextInt64(head.Size + 1);
                    var at = random.Next(3) switch { 0 => Day(30), 1 => Day(day * 4), _ => Day(random.Next(0, 25)) + TimeSpan.FromMicroseconds(random.Next(-1, 2)) };
                    Compare(place, new(asOf, at, true), seed);
                }
            }
        },
        iter: 8, threads: 1);

    [Fact]
    public void a_snapshot_serves_again_while_nobody_said_anything()
    {
        using var place = new Workplace();
        place.Record(Day(1), Workplace.Member("ann"));
        var first = Kept(place, new(1, Day(2), false));
        var written = Directory.GetCreationTimeUtc(first);
        place.Record(Day(2), new NewStatement(new Suspended("p", null, [], null, null, null, "", "")));
        Assert.Equal(first, Kept(place, new(2, Day(3), false)));
        Assert.Equal(written, Directory.GetCreationTimeUtc(first));
        place.Record(Day(3), Workplace.Member("bo"));
        var next = Kept(place, new(3, Day(4), false));
        Assert.NotEqual(first, next);
        Assert.Equal([Path.GetFileName(next)], Directory.EnumerateDirectories(Path.GetDirectoryName(next)!).Select(Path.GetFileName));
    }

    [Fact]
    public void a_snapshot_is_brought_forward_and_a_replay_finds_it_equal_to_the_log_or_says_so()
    {
        using var place = new Workplace();
        place.Now("2025-12-31");
        place.Record(Day(1), Workplace.Member("ann"), Workplace.Member("bo"), Workplace.Member("cy", "DE"), new(new NoticeServed(SubjectId.From("ann")!.Value, new("told", 1))));
        var first = Kept(place, new(4, Day(9), false));
        for (var day = 2; day < 5; day++)
        {
            place.Record(Day(day), Workplace.Chose("bo", day == 3 ? Choice.Consented : Choice.Objected, "2025-01-01"), Workplace.Member($"new-{day}"));
            var next = Kept(place, new(place.Session.Store.Head.Size, Day(9), false));
            Assert.True(File.Exists(Path.Combine(next, "gone.parquet")));
            Assert.False(Directory.Exists(first));
            var report = Replay.Run(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In($"replay{day}")).FullName), _ => { });
            Assert.Equal((true, 0), (report.HasSnapshot, report.Problems.Count));
        }
        Compare(place, new(place.Session.Store.Head.Size, Day(9), false), 0);
        File.Copy(Path.Combine(Kept(place, new(place.Session.Store.Head.Size, Day(9), false)), "choices.parquet"), Path.Combine(Kept(place, new(place.Session.Store.Head.Size, Day(9), false)), "choices.changed.parquet"), overwrite: true);
        Assert.Contains("differs from the log in", Assert.Single(Replay.Run(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("replay")).FullName), _ => { }).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void a_replay_that_an_erasure_overtakes_starts_over()
    {
        using var place = new Workplace();
        place.Record(Day(1), Workplace.Member("ann"), Workplace.Member("bo"));
        var starts = 0;
        var report = Replay.Run(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("replay")).FullName), progress =>
        {
            if (progress.Doing == "comparing the index" && starts++ == 0) place.Session.Store.Erase(SubjectId.From("bo")!.Value, Day(3));
        });
        Assert.Equal((2, 1L, 0), (starts, report.Subjects, report.Problems.Count));
    }

    [Fact]
    public void nobody_who_was_erased_is_in_a_snapshot()
    {
        using var place = new Workplace();
        place.Record(Day(1), Workplace.Member("ann"), Workplace.Member("bo"));
        Kept(place, new(2, Day(2), false));
        place.Session.Store.Erase(SubjectId.From("bo")!.Value, Day(3));
        Compare(place, new(2, Day(2), false), 0);
        Compare(place, new(3, Day(4), false), 0);
    }

    [Fact]
    public void a_snapshot_that_is_not_kept_leaves_nothing()
    {
        using var place = new Workplace();
        place.Record(Day(1), Workplace.Member("ann"));
        var before = Directory.GetFileSystemEntries(place.Session.Folder, "*", SearchOption.AllDirectories).Length;
        using (var snapshot = At(place, new(1, Day(2), false))) Assert.True(Directory.EnumerateFiles(snapshot.Folder).Any());
        Assert.Equal(before, Directory.GetFileSystemEntries(place.Session.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void a_snapshot_in_use_is_not_removed_by_a_later_one()
    {
        using var place = new Workplace();
        place.Record(Day(1), Workplace.Member("ann"));
        Kept(place, new(1, Day(2), false));
        using (var used = At(place, new(1, Day(2), false)))
        {
            place.Record(Day(3), Workplace.Member("bo"));
            Kept(place, new(2, Day(4), false));
            Assert.True(Directory.EnumerateFiles(used.Folder, "*.parquet").Any());
        }
        place.Record(Day(5), Workplace.Member("cy"));
        var last = Kept(place, new(3, Day(6), false));
        Assert.Equal([last], Directory.EnumerateDirectories(Path.GetDirectoryName(last)!));
    }

    [Fact]
    public void a_snapshot_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes");
        if (OperatingSystem.IsWindows()) return;
        using var place = new Workplace();
        place.Record(Day(1), Workplace.Member("ann"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Kept(place, new(1, Day(2), false))));
    }

    private static Instant Day(int day) => Instant.FromDate(new DateOnly(2025, 1, 1).AddDays(day));

    private static StandingSnapshot At(Workplace place, Moment moment) => StandingSnapshot.At(place.Session, moment, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("temp")).FullName));

    private static string Kept(Workplace place, Moment moment)
    {
        using var snapshot = At(place, moment);
        snapshot.Keep();
        return snapshot.Folder;
    }

    private static NewStatement Statement(Random random, int day)
    {
        var who = SubjectId.From(People[random.Next(People.Length)])!.Value;
        var when = Day(random.Next(0, day + 1));
        var notice = new NoticeVersion(random.Next(2) == 0 ? "told" : "told again", random.Next(1, 3));
        return random.Next(5) switch
        {
            0 => new(new MemberDescribed(
                who, random.Next(2) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Region.Understand(((string[])["GB", "DE", "Atlantis"])[random.Next(3)])).Distinct()],
                random.Next(2) == 0 ? "declared" : "billing",
                random.Next(3) switch { 0 => null, 1 => new(null), _ => new Said<BirthRange>(BirthRange.Band(random.Next(10, 20), random.Next(2) == 0 ? null : 70, Day(0).Date)) },
                random.Next(2) == 0 ? null : (SubjectStatus)random.Next(4))),
            1 => new(new NoticeServed(who, notice), when),
            2 => new(new NoticeBounced(who, notice), when),
            _ => new(new ChoiceMade(who, random.Next(2) == 0 ? Workplace.Purpose : "assist-writing", (Choice)random.Next(3), null), when),
        };
    }

    private static void Compare(Workplace place, Moment moment, int seed)
    {
        var expected = new List<string>();
        foreach (var (subject, statements) in place.Session.Store.BySubject(moment.AsOf))
        {
            if (StandingFold.At(statements, moment.At) is not { } standing) continue;
            expected.Add($"{subject} [{string.Join(", ", standing.Regions)}] {Date(standing.Birth?.Earliest)} {Date(standing.Birth?.Latest)} {(int)standing.Status}");
            expected.AddRange(standing.Choices.Select(choice => $"{subject} {choice.Purpose} {(int)choice.Choice} {choice.Since.Microseconds}"));
            expected.AddRange(standing.Notices.SelectMany(notice => notice.Times.Select(time => $"{subject} {notice.Notice.Notice} {notice.Notice.Version} {time.Microseconds}")));
        }
        using var snapshot = At(place, moment);
        if (seed % 2 == 0) snapshot.Keep();
        var folder = snapshot.Folder;
        using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, place.In("temp")), [], [folder]);
        StandingTables.Open(duck, folder);
        List<string> found =
        [
            .. duck.Rows("SELECT format('{} [{}] {} {} {}', subject, array_to_string(regions, ', '), coalesce(birth_earliest::VARCHAR, ''), coalesce(birth_latest::VARCHAR, ''), status) FROM people", reader => reader.GetString(0)),
            .. duck.Rows("SELECT format('{} {} {} {}', subject, purpose, choice, since) FROM choices JOIN people USING (number)", reader => reader.GetString(0)),
            .. duck.Rows("SELECT format('{} {} {} {}', subject, notice, version, time) FROM served JOIN people USING (number)", reader => reader.GetString(0)),
        ];
        Assert.Equal([$"{seed}: as of {moment.AsOf} at {moment.At}", .. expected.Order(StringComparer.Ordinal)], [$"{seed}: as of {moment.AsOf} at {moment.At}", .. found.Order(StringComparer.Ordinal)]);
    }

    private static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
