using Headgate.Engine;
using Headgate.Gate;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>What authorities raise and what is undertaken towards them (semantics.md, Concerns and commitments).</summary>
public sealed class ConcernTests : IDisposable
{
    private readonly Workplace place = new();

    public ConcernTests() => place.Publish(Workplace.Policy, "2025-01-01");

    public void Dispose() => place.Dispose();

    [Fact]
    public void an_account_says_what_became_of_a_concern_at_any_time()
    {
        var concern = Open("ICO", due: new(2025, 2, 10), "2025-02-01");
        ConcernActs.Answer(place.Session, concern, "use is paused", "", Workplace.At("2025-02-03"));
        var report = ConcernActs.Commit(place.Session, concern, null, "a report", new(2025, 7, 1), "letter", Workplace.At("2025-02-03")).First;
        ConcernActs.Fulfil(place.Session, report, "sent", "", Workplace.At("2025-06-30"));
        ConcernActs.Close(place.Session, concern, "", "letter", Workplace.At("2025-08-01"));

        Assert.Empty(At("2025-01-31").Concerns);
        Assert.Equal((true, 0), (At("2025-02-02").Concerns[0].IsOpen, At("2025-02-02").Concerns[0].Answers.Count));
        Assert.Equal(("ICO", false), (At("2025-02-03").Commitments[0].Made.Authority, At("2025-02-03").Commitments[0].IsFulfilled));
        Assert.Equal((true, true), (At("2025-07-31").Concerns[0].IsOpen, At("2025-07-31").Commitments[0].IsFulfilled));
        Assert.False(At("2025-08-01").Concerns[0].IsOpen);
    }

    [Fact]
    public void what_is_due_on_a_day_is_overdue_from_the_next()
    {
        Open("ICO", due: new(2025, 2, 10), "2025-02-01");
        ConcernActs.Commit(place.Session, null, "DPC", "a report", new(2025, 2, 10), "", Workplace.At("2025-02-01"));
        ConcernActs.Commit(place.Session, null, "DPC", "never again", null, "", Workplace.At("2025-02-01"));
        foreach (var (time, overdue) in (IEnumerable<(string, bool)>)[("2025-02-10T23:59:59.999999Z", false), ("2025-02-11", true)])
        {
            var account = At(time);
            Assert.Equal(
                (overdue, overdue, false),
                (account.Concerns[0].IsOverdue(Workplace.At(time)), account.Commitments[0].IsOverdue(Workplace.At(time)), account.Commitments[1].IsOverdue(Workplace.At(time))));
        }
    }

    [Fact]
    public void what_is_not_there_or_is_over_cannot_be_answered_or_fulfilled()
    {
        Assert.Equal("there is no concern `0`", Assert.Throws<BadInputException>(() => ConcernActs.Answer(place.Session, 0, "it is a policy", "", null)).Message);
        var concern = Open("ICO", null, "2025-02-01");
        var report = ConcernActs.Commit(place.Session, concern, null, "a report", null, "", null).First;
        Assert.Equal($"there are `{report}`", Assert.Throws<BadInputException>(() => ConcernActs.Fulfil(place.Session, concern, "", "", null)).Help);
        Assert.Equal("`--authority` is missing", Assert.Throws<BadInputException>(() => ConcernActs.Commit(place.Session, null, null, "a report", null, "", null)).Message);
        ConcernActs.Fulfil(place.Session, report, "", "", null);
        ConcernActs.Close(place.Session, concern, "", "", null);
        var size = place.Session.Store.Head.Size;
        Assert.Throws<RefusedException>(() => ConcernActs.Fulfil(place.Session, report, "", "", null));
        Assert.Throws<RefusedException>(() => ConcernActs.Close(place.Session, concern, "", "", null));
        Assert.Throws<RefusedException>(() => ConcernActs.Answer(place.Session, concern, "late", "", null));
        Assert.Throws<RefusedException>(() => ConcernActs.Commit(place.Session, concern, null, "late", null, "", null));
        Assert.Equal(size, place.Session.Store.Head.Size);
    }

    [Fact]
    public void no_verdict_changes_and_the_report_of_a_gate_shows_them_beside_the_pauses()
    {
        place.Record(Workplace.At("2025-01-02"), Workplace.Member("ann"), Workplace.Member("bo", "DE"));
        var posts = place.Write("posts.jsonl", Workplace.Post("a", "ann"), Workplace.Post("b", "bo"));
        SuspensionActs.Suspend(place.Session, new(Workplace.Purpose, ["DE"], null, null, null, "BfDI", "letter 7"), Workplace.At("2025-01-03"));
        place.Now("2025-01-31");
        var before = place.Reasons(place.Gate([posts], "before"));
        place.Now("2025-12-01");

        var concern = Open("<ICO>", new(2025, 3, 1), "2025-02-01");
        ConcernActs.Commit(place.Session, concern, null, "a report", new(2025, 3, 1), "", Workplace.At("2025-02-01"));
        ConcernActs.Close(place.Session, Open("DPC", null, "2025-02-01"), "", "", Workplace.At("2025-02-02"));

        var after = place.Gate([posts], "after");
        Assert.Equal(before, place.Reasons(after));
        var page = File.ReadAllText(Path.Combine(after.Out, "report.html"));
        Assert.Contains("BfDI (letter 7)", page, StringComparison.Ordinal);
        Assert.Contains("&lt;ICO&gt;, 2025-02-01: nobody was told <b>answer overdue since 2025-03-01</b>", page, StringComparison.Ordinal);
        Assert.Contains("to &lt;ICO&gt;, 2025-02-01: a report <b>overdue since 2025-03-01</b>", page, StringComparison.Ordinal);
        Assert.Contains("DPC, 2025-02-01: nobody was told <b>closed 2025-02-02</b>", page, StringComparison.Ordinal);
    }

    private long Open(string authority, DateOnly? due, string at) => ConcernActs.Open(place.Session, authority, "nobody was told", due, "", Workplace.At(at)).First;

    private ConcernAccount At(string at) => ConcernActs.At(place.Session, Workplace.At(at));
}
