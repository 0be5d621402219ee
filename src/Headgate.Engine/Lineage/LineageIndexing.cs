using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Brings the index up to what the ledger names: every data set and model that is not in it yet is read once, where it still lies.</summary>
internal sealed class LineageIndexing(Session session, LineageIndex index, Bounds limits, CancellationToken cancellation)
{
    private const int MostStarts = 10;

    /// <param name="work">Reads the people of a model; null where only data sets are to be read.</param>
    /// <returns>The names of those that could not be read: nothing can be said of them.</returns>
    public IReadOnlyList<string> Run(ModelWork? work)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var places = new Lazy<IReadOnlyDictionary<long, string>>(session.Store.Places);
        var missing = new List<string>();
        foreach (var act in acts)
            if (act.Statement is DataSetSealed seal && index.Find(seal.ManifestDigest) is null && !IsRead(() => DataSet(act.Position, seal, places.Value, acts)))
                missing.Add(seal.Name);
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in LineageModel.Current(acts, replaced))
            if (index.Find(model.Digest) is null && !(work is not null && IsRead(() => Model(model, places.Value, work))))
                missing.Add(model.Name);
        foreach (var gone in replaced) index.Remove(gone);
        return missing;
    }

    private bool IsRead(Func<bool> read)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is BadInputException or RefusedException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool DataSet(long position, DataSetSealed seal, IReadOnlyDictionary<long, string> places, IReadOnlyList<Recorded> acts)
    {
        if (SealedDataSet.Find(session, places.GetValueOrDefault(position), seal.ManifestDigest) is not { } set || set.Altered() is not null) return false;
        for (var start = 1; start <= MostStarts; start++)
        {
            using var temp = new TempFolder(limits.Temp);
            var bounds = limits with { Temp = temp.Path };
            var moment = session.MomentOf(null, null);
            var erasures = session.Store.Head.Erasures;
            using var snapshot = StandingSnapshot.At(session, moment, bounds);
            var people = new List<TaggedPerson>();
            var (classes, unknown) = ((IReadOnlyList<RecordClass>)[], 0L);
            if (set.Eligible.Count > 0)
            {
                var map = set.Map is { } path ? ContentMap.Read(File.ReadAllText(path), path) : ContentMap.Default;
                using var read = DataSetPeople.Read(
                    ContentFiles.Find(set.Content), ContentFiles.Find(set.Sources), ContentFiles.Find(set.Edges), map, snapshot.Folder, set.Manifest.At, bounds, cancellation);
                foreach (var person in read.Everybody()) people.Add(Tagged(person.Subject, person.Records, person.Through));
                (classes, unknown) = (read.Classes(), read.Unknown());
            }
            snapshot.Keep();
            var node = new LineageNode(
                LineageNode.DataSet, seal.Name, seal.ManifestDigest, position, seal.Purpose, set.Manifest.Ledger.Size, set.Manifest.At.Microseconds, set.Manifest.Previous?.ToHex(), [],
                set.Manifest.Counts.Kept, people.Count, classes, unknown == 0 ? null : Gone(unknown, set.Manifest.Ledger.Size, acts));
            if (index.Add(node, [.. people], () => session.Store.Head.Erasures != erasures)) return true;
        }
        return false;
    }

    private bool Model(LineageModel named, IReadOnlyDictionary<long, string> places, ModelWork work)
    {
        if (places.GetValueOrDefault(named.Position) is not { } folder || !Directory.Exists(folder)) return false;
        var model = ModelFolder.Open(session, folder);
        if (model.ManifestDigest != named.Digest) return false;
        for (var start = 1; start <= MostStarts; start++)
        {
            var erasures = session.Store.Head.Erasures;
            var moment = session.MomentOf(null, null);
            var (people, regions, unknown) = (new List<TaggedPerson>(), new SortedSet<string>(StringComparer.Ordinal), 0L);
            foreach (var (subject, records) in work.CountsOf(folder))
            {
                cancellation.ThrowIfCancellationRequested();
                if (SubjectId.From(subject) is not { } who || StandingFold.At(session.Store.Of(who, moment.AsOf), moment.At) is not { } standing)
                {
                    unknown++;
                    continue;
                }
                people.Add(Tagged(subject, records, 0));
                regions.UnionWith(standing.Regions.Select(region => region.Code));
            }
            var acts = session.Store.Acts(moment.AsOf);
            var node = new LineageNode(
                LineageNode.Model, named.Name, named.Digest, named.Position, model.Manifest.Purpose, named.Permit, model.Manifest.At.Microseconds, model.Manifest.Previous?.ToHex(),
                [.. model.Manifest.DataSets.Select(set => set.Manifest.ToHex())], model.Manifest.Account.Records, people.Count,
                [.. regions.Select(region => new RecordClass(region, null, null, null))], unknown == 0 ? null : Gone(unknown, named.Permit, acts));
            if (index.Add(node, [.. people], () => session.Store.Head.Erasures != erasures)) return true;
        }
        return false;
    }

    /// <summary>People of whom the ledger knows nothing any more: they were erased before they were read, at the first erasure since at the earliest.</summary>
    private static ErasedPeople Gone(long people, long since, IReadOnlyList<Recorded> acts)
    {
        var erasures = acts.Where(act => act.Statement is Erased && act.Position >= since).ToList();
        return erasures.Count == 0 ? new(people, people, Instant.MinValue.Microseconds, since) : new(people, people, erasures[0].RecordedAt.Microseconds, erasures[^1].Position);
    }

    private TaggedPerson Tagged(string subject, long records, long through) => new(index.TagOf(subject), (uint)Math.Min(records, uint.MaxValue), (uint)Math.Min(through, uint.MaxValue));
}
