using System.Text;
using Headgate.Ledger;
using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Stores;

/// <summary>Ledgers as earlier versions left them, byte by byte: each opens, verifies, and gives the standings that it gave then. Folders are only added; one is never made again.</summary>
public sealed class OldLedgerTests : IDisposable
{
    private static readonly Instant Day = Instant.FromDate(new(2025, 9, 18));

    private readonly TempFolder folder = new();

    public static TheoryData<string> Old => [.. Directory.EnumerateDirectories(Place).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];

    private static string Place => Repository.File("tests/Headgate.Tests/Stores/old-ledgers");

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Old))]
    public void a_ledger_of_an_earlier_version_opens_verifies_and_says_what_it_said(string name)
    {
        var copy = folder.In(name);
        LedgerFolders.CopyAll(Path.Combine(Place, name), copy);
        foreach (var key in new[] { "key", "tombstone.key" })
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(copy, key), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Empty(Fsck.Check(copy));
        using (var ledger = SqliteLedger.Open(copy))
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Place, name, "said")), Says(ledger));
            foreach (var file in Directory.GetFiles(Path.Combine(copy, "receipts")))
            {
                Assert.True(Receipt.TryParse(File.ReadAllBytes(file), out var receipt));
                Assert.Null(receipt.Check(receipt.Key));
                Assert.Contains(ledger.Keys, key => key.Key.Equals(receipt.Key));
            }
            ledger.Append([new(new ChoiceMade(SubjectId.From("eve")!.Value, "train-generative-ai", Choice.Consented, null), Day)], Day + TimeSpan.FromDays(9));
            Assert.Equal(Choice.Objected, Assert.Single(StandingFold.At(ledger.Of(SubjectId.From("eve")!.Value, long.MaxValue), Instant.MaxValue)!.Choices).Choice);
        }
        Assert.Empty(Fsck.Check(copy));
    }

    /// <summary>How the ledger of schema 1 was made: <c>HEADGATE_MAKE_OLD_LEDGER=schema-1</c> makes one more, of today's version.</summary>
    [Fact]
    public void an_old_ledger_is_made_by_hand_once()
    {
        var name = Environment.GetEnvironmentVariable("HEADGATE_MAKE_OLD_LEDGER");
        Assert.SkipWhen(string.IsNullOrEmpty(name), "only when a version is released");
        var place = Path.Combine(Place, name!);
        using (var ledger = SqliteLedger.Create(place, "example.com/old-ledger"))
        {
            string[] people = ["ann", "bo", "Δημήτρης", "e\"ve", "eve"];
            ledger.Append([new(new PolicyPublished("headgate: 1\npolicy: old\nversion: 1\n", new Dictionary<string, string> { ["told"] = new('a', 64) }, null))], Day);
            ledger.Append([.. people.Select((person, i) => new NewStatement(new MemberDescribed(SubjectId.From(person)!.Value, [Region.Understand("GB"), Region.Understand("Atlantis")], "declared", new(BirthRange.Born(new(1980 + i, 1, 1))), SubjectStatus.Active)))], Day);
            ledger.Append([.. Enumerable.Range(0, 260).Select(i => new NewStatement(new NoticeServed(SubjectId.From($"m{i}")!.Value, new("told", 1)), Day + TimeSpan.FromHours(-i)))], Day);
            ledger.Append([.. people.Select((person, i) => new NewStatement(new ChoiceMade(SubjectId.From(person)!.Value, "train-generative-ai", person == "eve" ? Choice.Objected : (Choice)(i % 3), i % 2 == 0 ? "settings" : null), Day + TimeSpan.FromDays(-i)))], Day + TimeSpan.FromDays(1), null, new(Digest.Of("a file"u8), 6, 1, 5, 0, Day, true));
            Directory.CreateDirectory(Path.Combine(place, "receipts"));
            File.WriteAllText(Path.Combine(place, "receipts", "266.receipt"), ledger.ReceiptFor(266)!.ToString());
            ledger.ChangeKey(Day + TimeSpan.FromDays(2));
            ledger.Erase(SubjectId.From("eve")!.Value, Day + TimeSpan.FromDays(3));
            var pause = ledger.Append([new(new Suspended("train-generative-ai", ["GB"], ["uk"], null, Day, null, "ICO", "letter"))], Day + TimeSpan.FromDays(4)).First;
            ledger.Append([new(new Lifted(pause, new("told", 1), TimeSpan.FromDays(30), null)), new(new NoticeBounced(SubjectId.From("m7")!.Value, new("told", 1))), new(new DataSetSealed("set", "train-generative-ai", new('b', 64), 3, 2, false), null, "/somewhere/set")], Day + TimeSpan.FromDays(5));
            File.WriteAllText(Path.Combine(place, "said"), Says(ledger));
            ledger.Purge();
        }
        foreach (var left in new[] { "publish.lock", "ledger.db-wal", "ledger.db-shm" }) File.Delete(Path.Combine(place, left));
    }

    /// <summary>Everything that a ledger says at some positions.</summary>
    private static string Says(SqliteLedger ledger)
    {
        var said = new StringBuilder();
        foreach (var below in new[] { 1, 6, 7, 266, 271, ledger.Head.Size })
        {
            said.Append($"as of {below}: {ledger.Checkpoint(below).Root.ToBase64()}\n");
            foreach (var act in ledger.Acts(below)) said.Append($"{ModelLedger.Text(act)}\n");
            foreach (var (subject, statements) in ledger.BySubject(below))
            {
                var standing = StandingFold.At(statements, Day + TimeSpan.FromDays(6))!;
                said.Append($"{subject}: {string.Join(',', standing.Regions)} {standing.Birth?.Earliest:yyyy-MM-dd} {standing.Birth?.Latest:yyyy-MM-dd} {standing.Status} {string.Join(',', standing.Choices)} {string.Join(',', standing.Notices.Select(notice => $"{notice.Notice} {string.Join(' ', notice.Times)}"))}\n");
            }
        }
        foreach (var key in ledger.Keys) said.Append($"{key}\n");
        foreach (var (position, place) in ledger.Places()) said.Append($"{position} {place}\n");
        return said.Append($"{ledger.ImportOf(Digest.Of("a file"u8))}\n").ToString();
    }
}
