namespace Headgate;

/// <summary>The meaning of a policy, to be read aloud (semantics.md, The verdict). Every other executor must say what this says.</summary>
/// <param name="standingOf">The standing of a subject; null where there is none.</param>
/// <param name="sourceOf">The record with an id, in the input or its sources; null where there is none.</param>
public sealed class ReferencePolicy(Terms terms, Reasons reasons, Func<SubjectId, Standing?> standingOf, Func<string, Record?> sourceOf)
{
    /// <summary>The verdict: the least of all reasons; where every one allows, the author's in their first region.</summary>
    public Finding Decide(Record record) => Explain(record).MinBy(finding => finding.Reason.Rank)!;

    /// <summary>The record's own reasons, then one a (subject, region), then those of everything it derives from.</summary>
    public IReadOnlyList<Finding> Explain(Record record)
    {
        var findings = new List<Finding>();
        var judged = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<Record>([record]);
        while (waiting.TryPop(out var next))
        {
            if (next.Id is { } id && !judged.Add(id)) continue;
            findings.AddRange(OfItself(next).Concat(OfSubjects(next)).Select(found => found with { Source = next == record ? null : next.Id }));
            foreach (var source in next.DerivedFrom.Reverse())
                if (source is not null && sourceOf(source) is { } found)
                    waiting.Push(found);
        }
        return findings;
    }

    private IEnumerable<Finding> OfItself(Record record)
    {
        if (terms.Policy is null) yield return Own(reasons.NoPolicy);
        if (record.IsMalformed) yield return Own(reasons.MalformedRecord);
        if (record.Author is null) yield return Own(reasons.NoAuthor);
        if (record.Kind is null || terms.Policy?.Content.Contains(record.Kind) != true) yield return Own(reasons.UnknownKind);
        if (record.DerivedFrom.Any(source => source is null || sourceOf(source) is null)) yield return Own(reasons.UnknownSource);
    }

    private IEnumerable<Finding> OfSubjects(Record record)
    {
        var subjects = record.Author is { } author ? record.Others.Prepend(author) : record.Others;
        foreach (var subject in subjects.Distinct())
        {
            var standing = subject is { } named ? standingOf(named) : null;
            Region?[] claimed = [.. (standing?.Regions ?? []).Concat(record.Regions).Distinct().Order()];
            foreach (var region in claimed.Length == 0 ? [null] : claimed)
                yield return new(OfSubject(record, standing, region), subject, region, null);
        }
    }

    /// <summary>The first of the seven steps that applies to a subject in a region.</summary>
    public Reason OfSubject(Record record, Standing? standing, Region? claimed)
    {
        if (standing is null) return reasons.UnknownSubject;
        if (standing.Regions.Count == 0 || claimed is not { IsUnderstood: true } region) return reasons.UnknownRegion;
        if (standing.Status != SubjectStatus.Active) return reasons.NotActive;

        var given = new Case(terms, standing, region, record);
        foreach (var suspension in terms.Suspensions)
            if (suspension.Test(given) is { MayHold: true } match)
                return reasons.Suspended(suspension, match);
        foreach (var rule in terms.Policy?.Denies ?? [])
            if (Match.Of(rule.When, given) is { MayHold: true } match)
                return reasons.Denied(rule, match);
        if (ObjectionReaches(given)) return reasons.Objected;
        if (record.Signals.Disallowing(terms.Purpose) is { } signal) return reasons.Signalled(signal);
        return Granted(given);
    }

    private bool ObjectionReaches(in Case given) =>
        given.Subject.ObjectedSince(terms.Purpose) is { } since
        && (terms.Policy?.ObjectionIn(given.Region).ReachesAll(since) != false || given.Created is null || given.Created >= since);

    private Reason Granted(Case given)
    {
        var matching = (terms.Policy?.Grants ?? []).Where(grant => Match.Of(grant.When, given).Holds).ToList();
        if (matching.Count == 0) return reasons.NoGrant;
        var held = matching.Find(grant => Lacks(grant, given) is null);
        return held is not null ? reasons.Granted(held) : reasons.Failed(matching[0], Lacks(matching[0], given)!.Value);
    }

    private static GrantFailure? Lacks(GrantRule grant, in Case given)
    {
        if (given.At < grant.NotBefore) return GrantFailure.NotYet;
        if (grant.Basis == LegalBasis.Consent && !given.Subject.Consented(given.Purpose.Name)) return GrantFailure.ConsentNotGiven;
        if (grant.After is not { } asked) return null;
        if (given.Subject.FirstServed(asked.Notice, Instant.MinValue) is not { } served) return GrantFailure.NoticeNotServed;
        return given.At < served + asked.Window ? GrantFailure.WindowOpen : null;
    }

    private static Finding Own(Reason reason) => new(reason, null, null, null);
}
