using Headgate.Suggest.Model;
using Headgate.Suggest.Training;

namespace Headgate.Suggest;

/// <summary>What forgetting changed.</summary>
/// <param name="Found">How many of the people were in the model, as authors or because records spoke of them.</param>
/// <param name="Records">How many records went.</param>
public sealed record Forgotten(int Found, long Records, ModelCounts Counts);

/// <summary>Makes the model that never saw some people: byte for byte, in one pass over the protected part, without the data it was trained on.</summary>
public static class Forgetting
{
    /// <param name="from">The folder of the model, which stays as it is.</param>
    /// <param name="to">An existing empty folder for the new one.</param>
    /// <exception cref="InvalidDataException">The model cannot be read.</exception>
    public static Forgotten Forget(string from, IReadOnlySet<string> people, string to, int threads, CancellationToken cancellation)
    {
        using var model = PhraseModel.Open(from);
        var bundles = PeopleFile.Read(ModelLayout.People(from));
        var gone = bundles.Where(bundle => bundle.SpeaksOf(people)).ToList();
        var counts = Finishing.Finish(ModelLayout.People(from), model.Structure(), bundles, model.Counts.People, people, to, threads, cancellation);
        return new(gone.SelectMany(bundle => bundle.Others.Append(bundle.Author)).Where(people.Contains).Distinct(StringComparer.Ordinal).Count(), gone.Sum(bundle => bundle.Records), counts);
    }

    /// <summary>How many records of a model speak of somebody.</summary>
    public static long RecordsOf(string folder, string person)
    {
        var people = new HashSet<string>(StringComparer.Ordinal) { person };
        return PeopleFile.Read(ModelLayout.People(folder)).Where(bundle => bundle.SpeaksOf(people)).Sum(bundle => bundle.Records);
    }

    /// <summary>Everybody whom a model's records speak of.</summary>
    public static IReadOnlySet<string> PeopleOf(string folder) =>
        PeopleFile.Read(ModelLayout.People(folder)).SelectMany(bundle => bundle.Others.Append(bundle.Author)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The same, each with how many records that is.</summary>
    public static IReadOnlyDictionary<string, long> CountsOf(string folder)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var bundle in PeopleFile.Read(ModelLayout.People(folder)))
            foreach (var person in bundle.Others.Append(bundle.Author).Distinct(StringComparer.Ordinal))
                counts[person] = counts.GetValueOrDefault(person) + bundle.Records;
        return counts;
    }
}
