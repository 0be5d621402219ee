using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A data set or model that speaks of somebody.</summary>
/// <param name="Path">Where it lies.</param>
public sealed record TracedPlace(string Path, string Purpose, long Records, long Position);

/// <summary>A permit under which records of somebody may have been read.</summary>
public sealed record TracedPermit(long Id, string DataSet, string Run, string State, long Records);

/// <summary>Where somebody's records are.</summary>
/// <param name="NotFound">Data sets and models that the ledger names and that do not lie where they were put: nothing can be said of them.</param>
public sealed record Trace(string Subject, IReadOnlyList<TracedPlace> DataSets, IReadOnlyList<TracedPermit> Permits, IReadOnlyList<TracedPlace> Models, IReadOnlyList<string> NotFound);

/// <summary>Follows a person to the data sets, permits and models that hold their records.</summary>
public static class Tracing
{
    public static Trace Of(Session session, string subject, ModelWork work, Bounds limits, CancellationToken cancellation)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var (sets, models, permits, missing) = (new List<TracedPlace>(), new List<TracedPlace>(), new List<TracedPermit>(), new List<string>());
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var places = session.Store.Places();
        foreach (var act in acts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (act.Statement is not DataSetSealed seal) continue;
            if (SealedDataSet.Find(session, places.GetValueOrDefault(act.Position), seal.ManifestDigest) is not { } set)
            {
                missing.Add(seal.Name);
                continue;
            }
            var count = Count(set, subject, limits, cancellation);
            counts[seal.ManifestDigest] = count;
            if (count > 0) sets.Add(new(set.Folder, seal.Purpose, count, act.Position));
        }
        foreach (var state in PermitState.All(session))
            if (counts.GetValueOrDefault(state.Permit.Given.ManifestDigest) is > 0 and var records)
                permits.Add(new(state.Permit.Position, state.Permit.Given.DataSet, state.Permit.Given.Run, state.State, records));
        foreach (var (digest, name, position) in Current(acts))
        {
            if (places.GetValueOrDefault(position) is not { } folder || !File.Exists(Path.Combine(folder, ModelFolder.ManifestName)))
            {
                missing.Add(name);
                continue;
            }
            var model = ModelFolder.Open(session, folder);
            if (model.ManifestDigest == digest && work.RecordsOf(folder, subject) is > 0 and var records) models.Add(new(folder, model.Manifest.Purpose, records, position));
        }
        return new(subject, sets, permits, models, missing);
    }

    /// <summary>Where the models lie that were trained for a purpose or one below it; those that do not lie where they were put are left out.</summary>
    public static IReadOnlyList<string> ModelsFor(Session session, string purpose)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var policy = session.PolicyInForce();
        var trained = acts.Select(act => act.Statement).OfType<ModelTrained>().Where(model => model.Purpose == purpose || policy?.Purposes.GetValueOrDefault(model.Purpose)?.IsWithin(purpose) == true).Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        var places = session.Store.Places();
        return [.. Current(acts).Where(model => trained.Contains(model.Name)).Select(model => places.GetValueOrDefault(model.Position)).OfType<string>().Where(Directory.Exists).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The models that no other has taken the place of.</summary>
    private static IEnumerable<(string Digest, string Name, long Position)> Current(IReadOnlyList<Recorded> acts)
    {
        var replaced = acts.Select(act => act.Statement).OfType<ModelForgot>().Select(forgot => forgot.Before).ToHashSet(StringComparer.Ordinal);
        foreach (var act in acts)
        {
            var (digest, name) = act.Statement switch
            {
                ModelTrained trained => (trained.ManifestDigest, trained.Name),
                ModelForgot forgot => (forgot.After, forgot.Name),
                _ => ("", ""),
            };
            if (digest.Length > 0 && !replaced.Contains(digest)) yield return (digest, name, act.Position);
        }
    }

    private static long Count(SealedDataSet set, string subject, Bounds limits, CancellationToken cancellation)
    {
        if (set.Eligible.Count == 0) return 0;
        using var temp = new TempFolder(limits.Temp);
        return SubjectRecords.Count(
            ContentFiles.Find(set.Content), set.Map is { } path ? ContentMap.Read(File.ReadAllText(path), path) : ContentMap.Default, subject, limits with { Temp = temp.Path }, cancellation);
    }
}
