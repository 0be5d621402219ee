using System.Text.Json;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Whose verdicts can have become others since a data set was sealed: everybody's where policy or suspensions differ; else those of whom something was stated since, and of whom time has made something else.</summary>
internal sealed class RecheckScope(Session session, PreviousDataSet previous, Moment moment, Terms terms, string snapshot, Bounds bounds)
{
    /// <summary>Beyond so many, deciding all again is no more work.</summary>
    private const int MostChanged = 200_000;

    /// <returns>A file with a line of JSON for each subject; null where it may be anybody.</returns>
    public string? Write(string folder)
    {
        var manifest = previous.Manifest;
        var before = Terms.Read(session.Store.Acts(manifest.Ledger.Size), manifest.Purpose, manifest.At);
        // What was recorded by then but not yet in effect, no position tells.
        if (manifest.Replay || moment.At < manifest.At || !HasSameActs(before) || Drift.Between(before, terms) is not { } drift) return null;
        var subjects = session.Store.SubjectsWithin(manifest.Ledger.Size, moment.AsOf).Select(subject => subject.Value).ToHashSet(StringComparer.Ordinal);
        if (subjects.Count > MostChanged) return null;
        subjects.UnionWith(drift.Among(snapshot, bounds, MostChanged));
        if (subjects.Count > MostChanged) return null;
        var path = Path.Combine(folder, "changed.jsonl");
        File.WriteAllLines(path, subjects.Order(StringComparer.Ordinal).Select(subject => JsonSerializer.Serialize(subject)));
        return path;
    }

    private bool HasSameActs(Terms before)
    {
        if ((before.Policy is null) != (terms.Policy is null)) return false;
        var acts = session.Store.Acts(moment.AsOf);
        if (Terms.PublishedInForce(acts, previous.Manifest.At)?.Text != Terms.PublishedInForce(acts, moment.At)?.Text) return false;
        if (acts.Any(act => act.Position >= previous.Manifest.Ledger.Size && !act.Statement.ChangesNoVerdict())) return false;
        var reasons = new Reasons(terms).All;
        return previous.Manifest.Verdicts.Codes.All(code => code.Code < reasons.Count && reasons[code.Code].Text == code.Reason && reasons[code.Code].Allows == code.Allows);
    }
}
