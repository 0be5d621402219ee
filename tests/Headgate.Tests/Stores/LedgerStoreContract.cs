using System.Text;
using CsCheck;
using Headgate.Ledger;
using Headgate.Stores;
using Headgate.Tests.Ledger;
using Xunit;

namespace Headgate.Tests.Stores;

/// <summary>What every store of a ledger does. A store is held to it by a class of its own that derives from this one.</summary>
public abstract class LedgerStoreContract
{
    protected static readonly Instant Noon = Instant.FromMicroseconds(1_758_196_800_000_000);
    protected static readonly SubjectId Ada = SubjectId.From("ada")!.Value;
    protected static readonly SubjectId Bob = SubjectId.From("bob")!.Value;
    protected static readonly Suspended Pause = new("train", ["GB"], ["uk"], null, null, null, "ICO", "letter");

    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void a_new_ledger_is_empty()
    {
        using var ledger = Empty();
        Assert.Equal(new(0, null), ledger.Head);
        Assert.Equal(MerkleTree.Empty, ledger.Tree(0).Root());
        Assert.Empty(ledger.Acts(10));
        Assert.Empty(ledger.BySubject(10));
        Assert.Equal(-1, ledger.LastPersonalPosition(10));
        Assert.Null(ledger.ReceiptFor(0));
    }

    [Fact]
    public void what_was_appended_is_there_for_whoever_opens_the_ledger_later()
    {
        using (var ledger = Empty())
        {
            Assert.Equal(new(0, 2, Noon), ledger.Append([Objects(Ada), new(Pause)], Noon));
            Assert.Equal(new(2, 1, Noon), ledger.Append([Objects(Bob)], Noon));
        }
        using var again = Again();
        Assert.Equal((3, Noon), (again.Head.Size, again.Head.LastRecordedAt));
        Assert.Equal(new Recorded(0, Noon, Noon, Objects(Ada).Statement), Assert.Single(again.Of(Ada, 3)));
        Assert.Equal(1, Assert.Single(again.Acts(3)).Position);
        Assert.Equal(2, again.LastPersonalPosition(3));
        Assert.Equal(0, again.LastPersonalPosition(2));
    }

    [Fact]
    public void a_clock_set_back_never_takes_the_recording_time_back()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada)], Noon);
        Assert.Equal(Noon, ledger.Append([Objects(Bob)], Noon + TimeSpan.FromHours(-1)).RecordedAt);
        Assert.Equal(Noon + Tick, ledger.Append([Objects(Bob)], Noon + Tick).RecordedAt);
    }

    [Fact]
    public void a_recording_time_before_the_last_statement_or_after_now_is_refused()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada)], Noon);
        var head = ledger.Head;
        Assert.Throws<LedgerRefusalException>(() => ledger.Append([Objects(Bob)], Noon + Tick, Noon + -Tick));
        Assert.Throws<LedgerRefusalException>(() => ledger.Append([Objects(Bob)], Noon, Noon + Tick));
        Assert.Equal(head, ledger.Head);
        Assert.Equal(Noon, ledger.Append([Objects(Bob)], Noon + Tick, Noon).RecordedAt);
    }

    [Fact]
    public void a_choice_or_a_notice_may_count_from_earlier_and_never_from_later_than_it_is_recorded()
    {
        using var ledger = Empty();
        var earlier = Noon + TimeSpan.FromDays(-3);
        ledger.Append([Objects(Ada) with { EffectiveAt = earlier }, new(new NoticeServed(Ada, new("n", 1)), earlier)], Noon);
        Assert.All(ledger.Of(Ada, 2), recorded => Assert.Equal((Noon, earlier), (recorded.RecordedAt, recorded.EffectiveAt)));
        Assert.Throws<LedgerRefusalException>(() => ledger.Append([Objects(Bob), Objects(Ada) with { EffectiveAt = Noon + Tick }], Noon));
        Assert.Throws<LedgerRefusalException>(() => ledger.Append([new(Pause, earlier)], Noon));
        Assert.Equal(2, ledger.Head.Size);
        Assert.Empty(ledger.Of(Bob, 9));
    }

    [Fact]
    public void a_policy_counts_from_its_date_or_its_recording_whichever_is_later()
    {
        using var ledger = Empty();
        var policy = new PolicyPublished("text", new Dictionary<string, string>(), null);
        ledger.Append([new(policy, Noon + Tick), new(policy, Noon + -Tick), new(policy)], Noon);
        Assert.Equal([Noon + Tick, Noon, Noon], ledger.Acts(3).Select(recorded => recorded.EffectiveAt));
    }

    [Fact]
    public void who_decides_under_the_lock_sees_the_head_and_can_read_the_ledger()
    {
        using var ledger = Empty();
        ledger.Append([new(Pause)], Noon);
        ledger.Append(
            head =>
            {
                Assert.Equal(ledger.Head, head);
                return ledger.Acts(head.Size).Select(act => new NewStatement(new Lifted(act.Position, null, null, new("because", "Jo"))));
            },
            Noon);
        Assert.Equal(new Lifted(0, null, null, new("because", "Jo")), ledger.Acts(2)[1].Statement);
    }

    [Fact]
    public void if_the_decision_fails_nothing_is_written()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada)], Noon);
        var head = ledger.Head;
        Assert.Throws<InvalidDataException>(() => ledger.Append(Failing(), Noon));
        Assert.Equal(head, ledger.Head);
        Assert.Equal(1, ledger.Append([Objects(Bob)], Noon).First);
        Assert.Equal(new(2, 0, Noon), ledger.Append([], Noon));

        static IEnumerable<NewStatement> Failing()
        {
            yield return Objects(Bob);
            throw new InvalidDataException();
        }
    }

    [Fact]
    public void the_count_of_changes_grows_with_every_batch_and_with_no_reading()
    {
        using var ledger = Empty();
        using var other = Again();
        ledger.Append([Objects(Ada)], Noon);
        var after = other.Head;
        ledger.Append([], Noon);
        _ = ledger.Acts(1);
        Assert.Equal(after, ledger.Head);
        other.Append([Objects(Bob)], Noon);
        Assert.True(ledger.Head.Changes > after.Changes);
    }

    [Fact]
    public void a_text_that_is_not_well_formed_is_refused()
    {
        using var ledger = Empty();
        Assert.Throws<LedgerRefusalException>(() => ledger.Append([Objects(Ada), Objects(SubjectId.From("\udc00")!.Value)], Noon));
        Assert.Equal(0, ledger.Head.Size);
    }

    [Fact]
    public void subjects_come_in_the_order_of_their_bytes_and_none_is_taken_for_another()
    {
        using var ledger = Empty();
        string[] ids = ["b", "B", "a\0", "a", "a\0b", "é", "e\u0301", "\uffff", "\U0001F600", "1", "01", " 1"];
        ledger.Append(ids.Select(id => Objects(SubjectId.From(id)!.Value)), Noon);
        Assert.Equal(
            ids.OrderBy(id => Convert.ToHexString(Encoding.UTF8.GetBytes(id)), StringComparer.Ordinal),
            ledger.BySubject(ids.Length).Select(subject => subject.Subject.Value));
        Assert.All(ids, id => Assert.Single(ledger.Of(SubjectId.From(id)!.Value, ids.Length)));
    }

    [Fact]
    public void a_ledger_reads_as_of_every_position_as_a_list_does()
    {
        var batch = Gen.Select(Gen.Select(Gen.OneOf(StatementGen.Any, StatementGen.Usual.Select(one => (Statement)one)), Gen.Int[0, 2]).Array[0, 6], Gen.Int[-5, 5], Gen.OneOf(StatementGen.Subject.Select(one => (SubjectId?)one), Gen.Const((SubjectId?)null)));
        batch.Array[1, 8].Sample(
            batches =>
            {
                using var ledger = Empty();
                var model = new ModelLedger();
                foreach (var (statements, hours, erased) in batches)
                {
                    var now = Noon + TimeSpan.FromHours(hours);
                    var added = statements.Select(one => new NewStatement(one.Item1, Earlier(one.Item1, one.Item2, now))).ToList();
                    model.Append(added, now);
                    ledger.Append(added, now);
                    if (erased is not { } who) continue;
                    model.Erase(who, now);
                    ledger.Erase(who, now);
                }
                Assert.Equal((model.Size, model.Last), (ledger.Head.Size, ledger.Head.LastRecordedAt));
                for (var below = 0L; below <= model.Size; below++) Compare(model, ledger, below);
            },
            iter: 25, threads: 1);

        static Instant? Earlier(Statement statement, int days, Instant now) =>
            statement is ChoiceMade or NoticeServed or NoticeBounced && days > 0 ? now + TimeSpan.FromDays(-days) : null;
    }

    [Fact]
    public void every_receipt_proves_its_statement_and_nothing_else()
    {
        using var ledger = Empty();
        ledger.Append(Enumerable.Range(0, 300).Select(i => i % 10 == 0 ? new(Pause) : Objects(SubjectId.From($"m{i}")!.Value)), Noon);
        ledger.Append([Objects(Ada)], Noon);
        foreach (var position in new[] { 0L, 1, 255, 256, 299, 300 })
        {
            var receipt = ledger.ReceiptFor(position)!;
            Assert.True(Receipt.TryParse(Encoding.UTF8.GetBytes(receipt.ToString()), out var parsed));
            Assert.Equal(receipt.ToString(), parsed.ToString());
            Assert.Null(parsed.Check(ledger.Key));
            Assert.NotNull((parsed with { Body = ledger.ReceiptFor((position + 1) % 301)!.Body }).Check(ledger.Key));
            Assert.NotNull((parsed with { Salt = new byte[32] }).Check(ledger.Key));
            Assert.NotNull((parsed with { Entry = parsed.Entry with { RecordedAt = Noon + Tick } }).Check(ledger.Key));
            Assert.NotNull((parsed with { Proof = parsed.Proof with { Index = position + 1 } }).Check(ledger.Key));
        }
        Assert.Null(ledger.ReceiptFor(301));
    }

    [Fact]
    public void a_receipt_is_as_good_after_the_ledger_has_grown()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada)], Noon);
        var receipt = ledger.ReceiptFor(0)!;
        ledger.Append([Objects(Bob)], Noon);
        Assert.Null(receipt.Check(ledger.Key));
    }

    [Fact]
    public void the_checkpoint_of_every_size_follows_from_the_one_before()
    {
        using var ledger = Empty();
        var seen = new List<Checkpoint>();
        for (var i = 0; i < 5; i++)
        {
            ledger.Append(Enumerable.Range(0, 100).Select(m => Objects(SubjectId.From($"m{m}")!.Value)), Noon);
            Assert.True(Checkpoint.TryOpen(Encoding.UTF8.GetBytes(ledger.CheckpointAt(ledger.Head.Size).ToString()), ledger.Key, out var checkpoint));
            seen.Add(checkpoint);
        }
        foreach (var older in seen)
        {
            Assert.Equal(older, ledger.Checkpoint(older.Size));
            Assert.True(MerkleProof.Extends(older.Size, older.Root, 500, seen[^1].Root, ledger.Tree(500).Consistency(older.Size)));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.CheckpointAt(501));
    }

    [Fact]
    public async Task several_that_append_at_once_lose_nothing()
    {
        using var one = Empty();
        using var two = Again();
        ILedgerStore[] stores = [one, one, two, two];
        await Task.WhenAll(stores.Select((store, who) => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++) store.Append([Objects(SubjectId.From($"m{who}")!.Value), new(Pause)], Noon);
        })));
        Assert.Equal(200, one.Head.Size);
        Assert.Equal(one.Head, two.Head);
        Assert.Equal(100, two.Acts(200).Count);
        Assert.All(Enumerable.Range(0, 4), who => Assert.Equal(25, one.Of(SubjectId.From($"m{who}")!.Value, 200).Count));
        var edge = new TreeEdge();
        foreach (var entry in two.Entries(0, 200)) edge.Append(entry.Leaf());
        Assert.Equal(edge.Root(), one.Tree(200).Root());
        Assert.Equal(edge.Root(), two.Tree(200).Root());
    }

    [Fact]
    public async Task all_who_append_at_the_same_time_get_positions_of_their_own_and_one_that_is_refused_stops_nobody()
    {
        using var ledger = Empty();
        var appending = Enumerable.Range(0, 300).Select(async i =>
        {
            var who = SubjectId.From($"m{i % 40}")!.Value;
            if (i % 100 == 7)
            {
                await Assert.ThrowsAsync<LedgerRefusalException>(() => ledger.AppendAsync([Objects(who), Objects(who) with { EffectiveAt = Noon + Tick }], Noon));
                return [];
            }
            var appended = await ledger.AppendAsync([Objects(who), new(Pause with { Reference = $"{i}" })], Noon);
            Assert.Equal((2, Noon), (appended.Count, appended.RecordedAt));
            Assert.Equal($"{i}", ((Suspended)Assert.Single(ledger.Acts(appended.First + 2), act => act.Position == appended.First + 1).Statement).Reference);
            Assert.Contains(ledger.Of(who, appended.First + 1), recorded => recorded.Position == appended.First);
            return new[] { appended.First };
        });
        var firsts = (await Task.WhenAll(appending)).SelectMany(first => first).Order().ToList();
        Assert.Equal(Enumerable.Range(0, 297).Select(i => 2L * i), firsts);
        Assert.Equal(594, ledger.Head.Size);
        var edge = new TreeEdge();
        foreach (var entry in ledger.Entries(0, 594)) edge.Append(entry.Leaf());
        Assert.Equal(edge.Root(), ledger.Tree(594).Root());
    }

    [Fact]
    public void how_far_a_file_has_come_is_recorded_with_its_statements_or_not_at_all()
    {
        using var ledger = Empty();
        var mark = new ImportMark(MerkleTree.Empty, 3, 1, 2, 0, Noon, false);
        Assert.Null(ledger.ImportOf(mark.Id));
        ledger.Append([new(Pause)], Noon);
        ledger.Append([Objects(Ada), Objects(Bob)], Noon, null, mark);
        Assert.Equal(mark with { First = 1 }, ledger.ImportOf(mark.Id));
        Assert.Throws<LedgerRefusalException>(() => ledger.Append([Objects(Ada) with { EffectiveAt = Noon + Tick }], Noon, null, mark with { Rows = 4 }));
        Assert.Equal(3, ledger.ImportOf(mark.Id)!.Rows);
        ledger.Append([], Noon, null, mark with { Rows = 4, IsComplete = true });
        using var again = Again();
        Assert.True(again.ImportOf(mark.Id)!.IsComplete);
    }

    [Fact]
    public void an_erased_subject_has_no_statement_at_any_position_and_everything_else_stays_as_it_was()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada), new(Pause), Objects(Bob), new(new MemberDescribed(Ada, [Region.Understand("GB")], "declared", null, null))], Noon);
        var (before, receipt, entries) = (ledger.Checkpoint(4), ledger.ReceiptFor(0)!, ledger.Entries(0, 4).ToList());
        var head = ledger.Head;
        var erasure = ledger.Erase(Ada, Noon + Tick)!;
        Assert.Equal([0L, 3], erasure.Positions);
        Assert.Equal([new KeptObjection("train", Noon)], erasure.Objections);
        Assert.Equal((5, head.Erasures + 1), (ledger.Head.Size, ledger.Head.Erasures));
        Assert.True(ledger.Head.Changes > head.Changes);
        Assert.Equal(new Erased(2), ledger.Acts(5)[^1].Statement);
        for (var below = 0; below <= 5; below++)
        {
            Assert.Empty(ledger.Of(Ada, below));
            Assert.DoesNotContain(ledger.BySubject(below), subject => subject.Subject == Ada);
            Assert.DoesNotContain(Ada, ledger.SubjectsWithin(0, below));
        }
        Assert.Single(ledger.Of(Bob, 5));
        Assert.Equal(before, ledger.Checkpoint(4));
        Assert.Equal(entries, ledger.Entries(0, 4));
        Assert.True(MerkleProof.Extends(4, before.Root, 5, ledger.Checkpoint(5).Root, ledger.Tree(5).Consistency(4)));
        Assert.Null(receipt.Check(ledger.Key));
        Assert.Null(ledger.ReceiptFor(0));
        Assert.NotNull(ledger.ReceiptFor(2));
        Assert.Null(ledger.Erase(Ada, Noon + Tick));
        Assert.Null(ledger.Erase(SubjectId.From("nobody")!.Value, Noon));
        Assert.Equal(5, ledger.Head.Size);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void an_erased_subject_that_returns_has_objected_since_when_it_had_and_only_a_later_choice_changes_that(bool bulk)
    {
        var (since, erased, back) = (Noon + TimeSpan.FromDays(-9), Noon + TimeSpan.FromDays(1), Noon + TimeSpan.FromDays(2));
        using var ledger = Empty();
        ledger.Append([new(new ChoiceMade(Ada, "train", Choice.Consented, null), since + -Tick), new(new ChoiceMade(Ada, "train", Choice.Objected, null), since), new(new ChoiceMade(Ada, "write", Choice.Consented, null))], Noon);
        ledger.Erase(Ada, erased);
        NewStatement[] returning =
        [
            new(new MemberDescribed(Ada, null, "declared", null, SubjectStatus.Active)),
            new(new ChoiceMade(Ada, "train", Choice.Consented, null), since + Tick),
        ];
        var appended = bulk ? ledger.Append(_ => returning, back) : ledger.Append(returning, back);
        Assert.Equal(2, appended.Count);
        var standing = StandingFold.At(ledger.Of(Ada, long.MaxValue), back)!;
        Assert.Equal((Choice.Objected, SubjectStatus.Active), (Assert.Single(standing.Choices).Choice, standing.Status));
        ledger.Append([new(new ChoiceMade(Ada, "train", Choice.Consented, null))], back);
        Assert.Equal(Choice.Consented, Assert.Single(StandingFold.At(ledger.Of(Ada, long.MaxValue), back)!.Choices).Choice);
        Assert.Empty(ledger.Erase(Ada, back)!.Objections);
        ledger.Append([new(new ChoiceMade(Ada, "write", Choice.Unset, null))], back);
        Assert.Equal("write", Assert.Single(StandingFold.At(ledger.Of(Ada, long.MaxValue), back)!.Choices).Purpose);
    }

    [Fact]
    public void a_subject_that_returns_with_one_choice_gets_the_receipt_of_that_choice()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada)], Noon);
        ledger.Erase(Ada, Noon);
        var appended = ledger.Append([new(new ChoiceMade(Ada, "other", Choice.Consented, null))], Noon);
        Assert.Contains("other", Encoding.UTF8.GetString(ledger.ReceiptFor(appended.First)!.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void a_key_is_handed_over_in_the_log_and_what_the_old_one_signed_still_holds()
    {
        using var ledger = Empty();
        ledger.Append([Objects(Ada)], Noon);
        using var other = Again();
        var (old, receipt) = (ledger.Key, ledger.ReceiptFor(0)!);
        Assert.Equal(1, ledger.ChangeKey(Noon).First);
        Assert.NotEqual(old, ledger.Key);
        Assert.Equal(old.Name, ledger.Key.Name);
        Assert.Null(receipt.Check(old));
        Assert.Null(ledger.ReceiptFor(0)!.Check(ledger.Key));
        Assert.NotNull(ledger.ReceiptFor(0)!.Check(old));
        ledger.ChangeKey(Noon);
        Assert.Equal(3, ledger.Keys.Count);
        Assert.True(KeyChain.TryParse(string.Concat(ledger.Keys.Select(key => $"{key}\n")), out var chain));
        Assert.Equal([old, chain[1], ledger.Key], chain);
        Assert.False(KeyChain.TryParse($"{ledger.Keys[0]}\n{ledger.Keys[2]}\n", out _));
        other.Append([Objects(Bob)], Noon);
        Assert.Equal(ledger.Key, other.Key);
        Assert.Null(other.ReceiptFor(3)!.Check(ledger.Key));
    }

    [Fact]
    public void where_something_lies_is_kept_beside_its_act_and_not_in_it()
    {
        using var ledger = Empty();
        ledger.Append([new(Pause), new(new DataSetSealed("set", "train", "", 1, 1, false), null, "/data/set")], Noon);
        Assert.Equal(new SortedDictionary<long, string> { [1] = "/data/set" }, ledger.Places());
        Assert.DoesNotContain("/data", ledger.ReceiptFor(1)!.ToString(), StringComparison.Ordinal);
    }

    protected static NewStatement Objects(SubjectId subject) => new(new ChoiceMade(subject, "train", Choice.Objected, "settings"));

    /// <summary>A store on a new and empty ledger.</summary>
    protected abstract ILedgerStore Empty();

    /// <summary>Another store on the same ledger as the last one made.</summary>
    protected abstract ILedgerStore Again();

    private static void Compare(ModelLedger model, ILedgerStore ledger, long below)
    {
        Assert.Equal(model.Acts(below), ledger.Acts(below).Select(ModelLedger.Text));
        var subjects = ledger.BySubject(below).ToList();
        Assert.Equal(model.BySubject(below), subjects.Select(subject => $"{subject.Subject}: {string.Join(", ", subject.Statements.Select(ModelLedger.Text))}"));
        foreach (var (subject, _) in subjects) Assert.Equal(model.Of(subject, below), ledger.Of(subject, below).Select(ModelLedger.Text));
        Assert.Equal(model.SubjectsWithin(below / 2, below), ledger.SubjectsWithin(below / 2, below).Order());
        Assert.Equal(model.LastPersonalPosition(below), ledger.LastPersonalPosition(below));
    }
}
