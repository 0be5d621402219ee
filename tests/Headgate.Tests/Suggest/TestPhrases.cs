using Headgate.Engine;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;

namespace Headgate.Tests;

/// <summary>The phrase model as the engine asks for it.</summary>
internal static class TestPhrases
{
    public static ModelWork Work(int least) => new(
        (texts, names, folder, work, report, cancellation) => Sums(PhraseTraining.Train(
            texts.Select(text => new TrainingRecord(text.Author, text.Others, text.Language, text.Text)), new KnownNames(names), new() { People = least, Threads = 2 }, folder, work,
            progress => report(new(progress.Doing, progress.Words, progress.Total)), cancellation)),
        (from, people, to, cancellation) => Forgetting.Forget(from, people, to, 2, cancellation) is var forgotten ? (Sums(forgotten.Counts), forgotten.Found, forgotten.Records) : default,
        Forgetting.RecordsOf,
        Forgetting.PeopleOf,
        Forgetting.CountsOf,
        (folder, text) =>
        {
            using var model = PhraseModel.Open(folder);
            return [.. Suggesting.Suggest(model, text).Select(one => new SuggestedWording(one.Text, one.People, one.Posts))];
        });

    private static ModelSums Sums(ModelCounts counts) => new(counts.Authors, counts.Records, counts.Words, counts.Wordings.Sum(), counts.People, counts.Wordings.Count);
}
