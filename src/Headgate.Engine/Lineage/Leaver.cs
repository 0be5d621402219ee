namespace Headgate.Engine;

/// <summary>Somebody who may have left since data sets were sealed: they objected, took a choice back, or are not active any more.</summary>
/// <param name="Statements">All of theirs, in order of position.</param>
internal sealed record Leaver(ulong Tag, IReadOnlyList<Recorded> Statements, Standing? Standing)
{
    /// <summary>Those of whom something of that kind was recorded at or after a position.</summary>
    public static IReadOnlyList<Leaver> Since(Session session, LineageIndex index, long from, Moment moment)
    {
        var subjects = new HashSet<SubjectId>();
        foreach (var said in session.Store.Statements(from, moment.AsOf))
            if (said.Statement is ChoiceMade { Choice: not Choice.Consented, Subject: var chose }) subjects.Add(chose);
            else if (said.Statement is MemberDescribed { Status: { } status, Subject: var described } && status != SubjectStatus.Active) subjects.Add(described);
        var leavers = new List<Leaver>(subjects.Count);
        foreach (var subject in subjects)
        {
            var statements = session.Store.Of(subject, moment.AsOf);
            // whose statements are gone was erased meanwhile, and is counted there
            if (statements.Count > 0) leavers.Add(new(index.TagOf(subject.Value), statements, StandingFold.At(statements, moment.At)));
        }
        return leavers;
    }

    /// <summary>The first statement by which they left what was decided at a position and instant; null where they have not, or what they chose reaches none of its records.</summary>
    /// <param name="purposes">Its purpose and the purpose's ancestors.</param>
    public (Recorded Said, string Cause)? Left(long since, Instant at, IReadOnlyList<string> purposes, Policy? policy)
    {
        for (var i = 0; i < Statements.Count; i++)
        {
            var said = Statements[i];
            if (said.Position >= since && CauseOf(said.Statement, at, purposes, policy) is { } cause) return (said, cause);
        }
        return null;
    }

    private string? CauseOf(Statement statement, Instant at, IReadOnlyList<string> purposes, Policy? policy)
    {
        switch (statement)
        {
            case MemberDescribed { Status: { } status } when status != SubjectStatus.Active:
                return Standing?.Status != SubjectStatus.Active ? "not-active" : null;
            case ChoiceMade { Choice: not Choice.Consented } made when purposes.Contains(made.Purpose):
                var standing = Standing?.Choices.FirstOrDefault(choice => choice.Purpose == made.Purpose);
                return standing switch
                {
                    { Choice: Choice.Consented } => null,
                    { Choice: Choice.Objected } => Reaches(standing.Since, at, policy) ? "objected" : null,
                    _ => made.Choice == Choice.Unset ? "choice-taken-back" : null,
                };
            default: return null;
        }
    }

    /// <summary>Whether an objection reaches records that were there at an instant (semantics.md, Which records an objection reaches).</summary>
    private bool Reaches(Instant since, Instant at, Policy? policy) =>
        policy is null || since <= at || Standing is null or { Regions.Count: 0 } || Standing.Regions.Any(region => policy.ObjectionIn(region).ReachesAll(since));
}
