namespace Headgate.Engine;

/// <summary>Whom a ledger knows: their identifiers, which are names to a model, and those who may not be learnt from any more.</summary>
/// <param name="Ids">Everybody's, in order.</param>
/// <param name="Left">Those who may not be learnt from any more, though a data set that was sealed before may hold them.</param>
internal sealed record KnownPeople(IReadOnlyList<string> Ids, IReadOnlySet<string> Left)
{
    /// <param name="since">The position up to which a data set was decided.</param>
    public static KnownPeople Of(Session session, string purpose, long since, Moment moment, CancellationToken cancellation)
    {
        var names = NamesOf(session, purpose);
        var (ids, left) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (subject, statements) in session.Store.BySubject(moment.AsOf))
        {
            cancellation.ThrowIfCancellationRequested();
            ids.Add(subject.Value);
            if (HasLeft(StandingFold.At(statements, moment.At), statements, names, since)) left.Add(subject.Value);
        }
        ids.Sort(StringComparer.Ordinal);
        return new(ids, left);
    }

    /// <summary>Whether somebody has objected, is not active, or has taken a choice back since a position: what was decided then need not hold for them now.</summary>
    public static bool HasLeft(Standing? standing, IReadOnlyList<Recorded> statements, IReadOnlyList<string> purposes, long since) =>
        standing is null || standing.Status != SubjectStatus.Active
        || standing.Choices.Any(choice => choice.Choice == Choice.Objected && purposes.Contains(choice.Purpose))
        || statements.Any(said => said.Position >= since && said.Statement is ChoiceMade { Choice: not Choice.Consented } made && purposes.Contains(made.Purpose));

    /// <summary>A purpose and its ancestors in the policy in force.</summary>
    public static IReadOnlyList<string> NamesOf(Session session, string purpose) => NamesOf(session.PolicyInForce(), purpose);

    /// <inheritdoc cref="NamesOf(Session, string)"/>
    public static IReadOnlyList<string> NamesOf(Policy? policy, string purpose) =>
        policy is null ? [purpose] : [.. policy.Purposes.Values.Where(one => policy.Purposes.GetValueOrDefault(purpose)?.IsWithin(one.Name) == true).Select(one => one.Name).Append(purpose).Distinct()];
}
