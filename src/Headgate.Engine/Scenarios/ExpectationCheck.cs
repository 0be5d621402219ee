namespace Headgate.Engine.Scenarios;

/// <summary>Compares what a story expects with what is so.</summary>
internal sealed class ExpectationCheck(Session session, ScenarioWorld world)
{
    public Outcome Check(Expectation expectation)
    {
        var (expected, found, holds) = expectation switch
        {
            RecordExpectation record => Verdict(record),
            CaseExpectation described => Verdict(described),
            ToldExpectation told => Told(told),
            BirthdayExpectation birthday => Birthday(birthday),
            ConcernExpectation concern => State(concern),
            _ => throw new ArgumentException($"nothing is known of an expectation in line {expectation.Line}", nameof(expectation)),
        };
        return new(expectation.Line, expectation.At, expected, found, holds);
    }

    private (string, string, bool) Verdict(RecordExpectation asked)
    {
        var record = world.Find(asked.Record)!;
        var verdict = Explanation.Of(session, record, world.Find, asked.Purpose, MomentOf(asked)).Verdict;
        var whom = verdict.Subject is { } subject ? $", {subject}{(verdict.Region is { } region ? $" in {region}" : "")}{(verdict.Source is { } source ? $", through {source}" : "")}" : "";
        return ($"{asked.Record}: {asked.Reason}", $"{world.Named(verdict.Reason.Text)}{whom}", world.Named(verdict.Reason.Text) == asked.Reason);
    }

    private (string, string, bool) Verdict(CaseExpectation asked)
    {
        var terms = session.TermsOf(asked.Purpose, MomentOf(asked));
        var expected = $"{asked.Words}: {asked.Reason}";
        if (asked.Served.Keys.FirstOrDefault(notice => terms.Policy?.Notices.ContainsKey(notice) != true) is { } missing)
            return (expected, $"the policy in force declares no notice `{missing}`", false);
        var standing = new Standing
        {
            Regions = asked.Standing.Regions,
            Birth = asked.Standing.Birth,
            Status = asked.Standing.Status,
            Choices = asked.Standing.Choices,
            Notices = [.. asked.Served.Select(served => new ServedNotice(terms.Policy!.Notices[served.Key].Version, [served.Value]))],
        };
        var reason = world.Named(new ReferencePolicy(terms, new Reasons(terms), _ => standing, _ => null).Decide(asked.Record).Reason.Text);
        return (expected, reason, reason == asked.Reason);
    }

    private (string, string, bool) Told(ToldExpectation asked)
    {
        var since = StandingOf(asked.Subject, asked.At)?.FirstServed(Notices.Find(session, asked.Notice, null), Instant.MinValue);
        return ($"{asked.Subject}: {(asked.IsTold ? "" : "not ")}told by {asked.Notice}", since is { } when ? $"told on {when}" : "not told", since is not null == asked.IsTold);
    }

    private (string, string, bool) Birthday(BirthdayExpectation asked)
    {
        var birth = StandingOf(asked.Subject, asked.At)?.Birth;
        var holds = birth is { } range && BirthRange.Birthday(range.Earliest, asked.Age) == asked.At.Date && BirthRange.Birthday(range.Latest, asked.Age) == asked.At.Date;
        return ($"{asked.Subject} becomes {asked.Age}", birth is { } born ? $"born {born.Earliest:yyyy-MM-dd}" : "of unknown age", holds);
    }

    private (string, string, bool) State(ConcernExpectation asked)
    {
        var account = ConcernActs.At(session, asked.At);
        var state = asked.IsCommitment
            ? account.Commitments.First(one => one.Position == world.Commitments[asked.Name]).StateAt(asked.At)
            : account.Concerns.First(one => one.Position == world.Concerns[asked.Name]).StateAt(asked.At);
        return ($"{asked.Name}: {asked.State}", state, state == asked.State);
    }

    private Moment MomentOf(Expectation asked) => new(session.Store.Head.Size, asked.At, true);

    private Standing? StandingOf(SubjectId subject, Instant at) => StandingFold.At(session.Store.Of(subject, session.Store.Head.Size), at);
}
