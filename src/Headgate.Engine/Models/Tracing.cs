using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A data set or model that speaks of somebody.</summary>
/// <param name="Path">Where it lies; its name, where it does not lie where it was put.</param>
/// <param name="Records">Of which they are the author, or that speak of them.</param>
/// <param name="Through">Further ones that derive from such a record.</param>
/// <param name="At">When it was sealed.</param>
public sealed record TracedPlace(string Path, string Purpose, long Records, long Through, long Position, Instant At);

/// <summary>A permit under which records of somebody may have been read.</summary>
public sealed record TracedPermit(long Id, string DataSet, string Run, string State, long Records);

/// <summary>Where somebody's records are.</summary>
/// <param name="NotFound">Data sets and models that the ledger names and that do not lie where they were put.</param>
/// <param name="NotIndexed">Those of which nothing can be said: they are not in the index, and were not there to be read.</param>
public sealed record Trace(
    string Subject, IReadOnlyList<TracedPlace> DataSets, IReadOnlyList<TracedPermit> Permits, IReadOnlyList<TracedPlace> Models, IReadOnlyList<string> NotFound, IReadOnlyList<string> NotIndexed);

/// <summary>Follows a person to the data sets, permits and models that hold their records, by the index.</summary>
public static class Tracing
{
    /// <summary>Reads first what is not in the index yet.</summary>
    public static Trace Of(Session session, string subject, ModelWork work, Bounds limits, CancellationToken cancellation)
    {
        Lineage.Bring(session, work, limits, cancellation);
        return Of(session, subject);
    }

    /// <summary>By what is in the index.</summary>
    public static Trace Of(Session session, string subject)
    {
        var index = new LineageIndex(session);
        var tag = index.TagOf(subject);
        var acts = session.Store.Acts(session.Store.Head.Size);
        var places = session.Store.Places();
        var (sets, models, permits, missing, unknown) = (new List<TracedPlace>(), new List<TracedPlace>(), new List<TracedPermit>(), new List<string>(), new List<string>());
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var act in acts)
            if (act.Statement is DataSetSealed seal && Look(seal.ManifestDigest, seal.Name, seal.Purpose, act) is { } place)
            {
                sets.Add(place);
                counts[seal.ManifestDigest] = place.Records + place.Through;
            }
        foreach (var state in PermitState.All(session))
            if (counts.GetValueOrDefault(state.Permit.Given.ManifestDigest) is > 0 and var records)
                permits.Add(new(state.Permit.Position, state.Permit.Given.DataSet, state.Permit.Given.Run, state.State, records));
        foreach (var model in LineageModel.Current(acts))
            if (Look(model.Digest, model.Name, model.Purpose, acts.First(act => act.Position == model.Position)) is { } place)
                models.Add(place);
        return new(subject, sets, permits, models, missing, unknown);

        TracedPlace? Look(string digest, string name, string purpose, Recorded act)
        {
            var path = LineageGraph.There(places.GetValueOrDefault(act.Position), digest);
            if (path is null) missing.Add(name);
            if (index.Look(digest, tag) is not { } found)
            {
                unknown.Add(name);
                return null;
            }
            return found is { Records: 0, Through: 0 } ? null : new(path ?? name, purpose, found.Records, found.Through, act.Position, act.RecordedAt);
        }
    }

    /// <summary>Where the models lie that were trained for a purpose or one below it; those that do not lie where they were put are left out.</summary>
    public static IReadOnlyList<string> ModelsFor(Session session, string purpose)
    {
        var policy = session.PolicyInForce();
        var places = session.Store.Places();
        return [.. LineageModel.Current(session.Store.Acts(session.Store.Head.Size))
            .Where(model => model.Purpose == purpose || policy?.Purposes.GetValueOrDefault(model.Purpose)?.IsWithin(purpose) == true)
            .Select(model => places.GetValueOrDefault(model.Position)).OfType<string>().Where(Directory.Exists).Distinct(StringComparer.Ordinal)];
    }
}
