using Headgate.Engine;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Headgate.Suggest.Text;

namespace Headgate.Cli;

/// <summary>Joins the engine, which knows what may be learnt, with the phrase model, which knows how.</summary>
internal static class PhraseWork
{
    /// <param name="ordinary">Words that stay words although they are somebody's name.</param>
    public static ModelWork With(TrainingOptions options, IReadOnlyList<string>? ordinary = null) => new(
        (texts, names, folder, work, report, cancellation) => Sums(PhraseTraining.Train(
            texts.Select(text => new TrainingRecord(text.Author, text.Others, text.Language, text.Text)), new KnownNames(names, ordinary), options, folder, work,
            progress => report(new(progress.Doing, progress.Words, progress.Total)), cancellation)),
        (from, people, to, cancellation) => Forgetting.Forget(from, people, to, options.Threads, cancellation) is var forgotten ? (Sums(forgotten.Counts), forgotten.Found, forgotten.Records) : default,
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
