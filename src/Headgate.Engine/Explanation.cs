using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Every reason for one record, by the reference evaluator.</summary>
/// <param name="Findings">The record's own reasons, then one a (subject, region), then the sources'.</param>
/// <param name="Verdict">The one that stands.</param>
public sealed record Explanation(string Record, Finding Verdict, IReadOnlyList<Finding> Findings)
{
    /// <exception cref="BadInputException">The content cannot be read or has no such record.</exception>
    public static Explanation Of(
        Session session, IReadOnlyList<string> content, IReadOnlyList<string> sources, string id, string purpose, ContentMap map, Moment moment, Bounds bounds, IReadOnlyList<string>? edges = null)
    {
        session.TermsOf(purpose, moment);
        using var records = new RecordLookup(ContentFiles.Find(content), ContentFiles.Find(sources), map, bounds, ContentFiles.Find(edges ?? []));
        return Of(session, records, id, purpose, moment);
    }

    /// <summary>As above, for several records of the same content.</summary>
    /// <exception cref="BadInputException">The content has no such record.</exception>
    public static Explanation Of(Session session, RecordLookup records, string id, string purpose, Moment moment)
    {
        var record = records.InContent(id) ?? throw new BadInputException($"there is no record `{id}` in the content", "ids are compared character by character");
        return Of(session, record, records.Anywhere, purpose, moment);
    }

    /// <summary>As above, for a record at hand.</summary>
    /// <param name="sourceOf">The record with an id; null where there is none.</param>
    public static Explanation Of(Session session, Record record, Func<string, Record?> sourceOf, string purpose, Moment moment)
    {
        var terms = session.TermsOf(purpose, moment);
        var standings = new Dictionary<SubjectId, Standing?>();
        var reference = new ReferencePolicy(terms, new Reasons(terms), StandingOf, sourceOf);
        var findings = reference.Explain(record);
        return new(record.Id!, findings.MinBy(finding => finding.Reason.Rank)!, findings);

        Standing? StandingOf(SubjectId subject)
        {
            if (!standings.TryGetValue(subject, out var standing))
                standings[subject] = standing = StandingFold.At(session.Store.Of(subject, moment.AsOf), moment.At);
            return standing;
        }
    }
}
