using System.Globalization;

namespace Headgate.Engine;

/// <summary>Finds what must be redone: the data sets and models that hold somebody who left or was erased since, or that a suspension matches, and the recipients who must be told.</summary>
public static class Redoing
{
    /// <summary>Every task, the most urgent first; those that are done last.</summary>
    /// <remarks>Says something of what is in the index only: <see cref="Lineage.Bring"/> brings it up to date.</remarks>
    public static IReadOnlyList<RedoTask> Tasks(Session session)
    {
        var graph = LineageGraph.Of(session);
        var index = new LineageIndex(session);
        var moment = session.MomentOf(null, null);
        var policy = session.PolicyInForce();
        var acts = session.Store.Acts(moment.AsOf);
        var pauses = Terms.PausesInForce(acts, policy, moment.At);
        var known = graph.Nodes.Where(node => node.Node is not null).ToList();
        var leavers = known.Count == 0 ? [] : Leaver.Since(session, index, known.Min(node => node.Node!.LedgerSize), moment);
        var tasks = new List<RedoTask>();
        var found = new Dictionary<string, (long Last, RedoTask Task)>(StringComparer.Ordinal);
        foreach (var place in known)
        {
            var (causes, last) = Causes(place, index, leavers, pauses, policy, graph.NextOf(place.Digest)?.Node);
            if (causes.Count == 0) continue;
            var task = Of(place, causes, policy?.Permits, graph.NextOf(place.Digest)?.Digest, moment.At);
            tasks.Add(task);
            if (place.Kind == LineageNode.DataSet) found[place.Digest] = (last, task);
        }
        tasks.AddRange(Forgotten(acts));
        tasks.AddRange(Recipients(acts, found));
        return [.. tasks.OrderBy(task => task.State == "done").ThenBy(task => task.Due is null).ThenBy(task => task.Due).ThenBy(task => task.Since).ThenBy(task => task.Id, StringComparer.Ordinal)];
    }

    /// <returns>Why it must be redone, and the last position at which that came up.</returns>
    /// <param name="next">The version that took its place, which was decided anew: what came up later is a matter of that one.</param>
    private static (List<RedoCause> Causes, long Last) Causes(
        LineagePlace place, LineageIndex index, IReadOnlyList<Leaver> leavers, IReadOnlyList<Suspension> pauses, Policy? policy, LineageNode? next)
    {
        var node = place.Node!;
        var until = next?.LedgerSize ?? long.MaxValue;
        var names = KnownPeople.NamesOf(policy, node.Purpose);
        var at = Instant.FromMicroseconds(node.At);
        var causes = new SortedDictionary<string, RedoCause>(StringComparer.Ordinal);
        var last = -1L;
        using (var people = index.Open(node.Digest))
        {
            foreach (var leaver in people is null ? [] : leavers)
            {
                if (leaver.Left(node.LedgerSize, at, names, policy) is not { } left || left.Said.Position >= until) continue;
                var person = people!.Find(leaver.Tag);
                if (person is { Records: 0, Through: 0 }) continue;
                last = Math.Max(last, left.Said.Position);
                Add(left.Cause, 1, (long)person.Records + person.Through, left.Said.RecordedAt);
            }
        }
        if (node.Erased is { } erased && (next is null || erased.LastPosition < until))
        {
            last = Math.Max(last, erased.LastPosition);
            Add("erased", erased.People, erased.Records, Instant.FromMicroseconds(erased.First));
        }
        foreach (var pause in pauses)
        {
            if (pause.Position < node.LedgerSize || pause.Position >= until || !names.Contains(pause.Purpose) || !node.Classes.Any(one => Matches(pause, one, policy))) continue;
            last = Math.Max(last, pause.Position);
            Add(string.Create(CultureInfo.InvariantCulture, $"suspended:{pause.Position}"), 0, 0, pause.Begun);
        }
        return ([.. causes.Values], last);

        void Add(string cause, long count, long records, Instant since) => causes[cause] = causes.GetValueOrDefault(cause) is { } known
            ? new(cause, known.People + count, known.Records + records, since < known.Since ? since : known.Since)
            : new(cause, count, records, since);
    }

    /// <summary>Whether a suspension matches records of a class. What is not known may match.</summary>
    private static bool Matches(Suspension pause, Gate.RecordClass one, Policy? policy) =>
        (pause.Regions is null || one.Region is null || !IsoCountries.Codes.Contains(one.Region) || pause.Regions.Contains(one.Region))
        && (pause.Service is null || one.Service is null || one.Service == pause.Service || policy?.Services.Contains(one.Service) != true)
        && (pause.CollectedFrom is not { } from || one.To is not { } to || from < Instant.FromDate(to.AddDays(1)))
        && (pause.CollectedTo is not { } before || one.From is not { } first || before > Instant.FromDate(first));

    private static RedoTask Of(LineagePlace place, List<RedoCause> causes, PermitTerms? terms, string? proof, Instant now)
    {
        var people = causes.Where(cause => cause.People > 0).ToList();
        // without a time of its own, what must be redone must be so at once
        Instant? due = people.Count == 0 ? null : people.Min(cause => cause.Since) + (terms?.RedoWithin ?? TimeSpan.Zero);
        var state = proof is not null ? "done" : due <= now ? "overdue" : "open";
        var where = place.Path ?? place.Name;
        var how = place.Kind == LineageNode.DataSet ? $"headgate recheck {where} --apply {where}-next"
            : people.Count > 0 ? $"headgate forget {where} --left"
            : $"headgate forget {where} --region …";
        return new($"{place.Kind}-{place.Digest[..12]}", place.Kind, place.Name, place.Path, place.Digest, place.Purpose, causes, causes.Min(cause => cause.Since), due, state, proof, how);
    }

    /// <summary>What was ticked off because a model forgot: the ledger holds both digests.</summary>
    private static IEnumerable<RedoTask> Forgotten(IReadOnlyList<Recorded> acts) => acts.Where(act => act.Statement is ModelForgot).Select(act => ((ModelForgot)act.Statement, act.RecordedAt)).Select(done => new RedoTask(
        $"model-{done.Item1.Before[..Math.Min(12, done.Item1.Before.Length)]}", LineageNode.Model, done.Item1.Name, null, done.Item1.Before, "",
        [new("forgotten", done.Item1.People, done.Item1.Records, done.RecordedAt)], done.RecordedAt, null, "done", done.Item1.After, ""));

    private static IEnumerable<RedoTask> Recipients(IReadOnlyList<Recorded> acts, Dictionary<string, (long Last, RedoTask Task)> found)
    {
        foreach (var disclosure in Disclosure.All(acts))
        {
            if (!found.TryGetValue(disclosure.Made.ManifestDigest, out var set)) continue;
            var told = disclosure.Told is { } last && ((RecipientTold)last.Statement).AsOf > set.Last ? last : null;
            var acknowledged = told is null ? null : disclosure.Acknowledged;
            yield return new(
                string.Create(CultureInfo.InvariantCulture, $"recipient-{disclosure.Position}"), "recipient", disclosure.Made.DataSet, disclosure.Made.Recipient, disclosure.Made.ManifestDigest, set.Task.Purpose,
                set.Task.Because, set.Task.Since, set.Task.Due, acknowledged is not null ? "done" : told is not null ? "told" : set.Task.State is "overdue" ? "overdue" : "open",
                acknowledged?.Position.ToString(CultureInfo.InvariantCulture), $"headgate recipient tell {(set.Task.Place ?? set.Task.Name)}");
        }
    }
}
