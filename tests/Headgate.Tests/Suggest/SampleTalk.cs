using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;

namespace Headgate.Tests.Suggest;

/// <summary>People who talk in a small language of their own, drawn from a seed, so that wordings are shared by many.</summary>
internal static class SampleTalk
{
    private static readonly string[] Subjects = ["the team", "our company", "my manager", "the project", "a customer", "the new design"];
    private static readonly string[] Verbs = ["needs", "is looking for", "wants to build", "has to find", "would like"];
    private static readonly string[] Objects = ["a better way", "more time", "an open position", "people who care", "the right answer", "good advice"];
    private static readonly string[] Endings = ["in the next week.", "as soon as possible!", "and that is fine", ", to be honest", "at the end of the day"];

    public static List<TrainingRecord> Draw(int seed, int people, int records)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, records).Select(_ =>
        {
            var author = $"p{random.Next(people)}";
            string[] others = random.Next(4) == 0 ? [$"p{random.Next(people)}", $"p{random.Next(people)}"] : [];
            var rare = random.Next(6) == 0 ? $" rare{(char)('a' + random.Next(26))}" : "";
            return new TrainingRecord(author, others, random.Next(9) == 0 ? "de" : null, $"{Pick(Subjects)} {Pick(Verbs)} {Pick(Objects)}{rare} {Pick(Endings)}");
        })];

        string Pick(string[] some) => some[random.Next(some.Length)];
    }

    public static void Train(IEnumerable<TrainingRecord> records, string folder, int people = 3, int threads = 2, int order = 5, KnownNames? names = null)
    {
        Directory.CreateDirectory(folder);
        PhraseTraining.Train(records, names ?? KnownNames.None, new() { People = people, Threads = threads, Order = order }, folder, $"{folder}.work", _ => { }, CancellationToken.None);
    }

    public static void Forget(string from, IReadOnlySet<string> people, string to)
    {
        Directory.CreateDirectory(to);
        Forgetting.Forget(from, people, to, 2, CancellationToken.None);
    }

    /// <summary>Name and bytes of every file of a model, as one text that can be compared.</summary>
    public static string Bytes(string folder) => string.Join('\n', ModelLayout.Files(folder).Select(file => $"{file} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))))}"));
}
