using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Suggest;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate train</c></summary>
internal static class TrainCommand
{
    public static Command Build()
    {
        var dataSet = new Argument<string>("DATASET") { Description = "the sealed data set's folder" };
        var place = new Option<string>("--out") { Description = "where the model is to lie", HelpName = "MODEL", Required = true };
        var purpose = new Option<string>("--purpose") { Description = "what the data set must have been gated for", HelpName = "P", DefaultValueFactory = _ => "train-generative-ai" };
        var permit = new Option<long?>("--permit") { Description = "train under this permit (default: request one, and give it back)", HelpName = "ID" };
        var people = new Option<int>("--people") { Description = "how many different people must have used a wording", HelpName = "K", DefaultValueFactory = _ => TrainingOptions.DefaultPeople };
        var names = new Option<string?>("--names") { Description = "a text file of display names, one a line, that must not be learnt; identifiers never are", HelpName = "FILE" };
        var words = new Option<string?>("--words") { Description = "a text file of words, one a line, that stay words although somebody is called so", HelpName = "FILE" };
        var threads = Common.Threads();
        return Verb.Of(
            "train", "Trains the writing model on a sealed data set, under a permit.", "headgate train dataset --out model", [dataSet, place, purpose, permit, people, names, words, threads], (parsed, output, cancellation) =>
        {
            if (parsed.GetValue(people) < 1) throw new BadInputException("`--people` must be at least 1", $"leave it out: then it is {TrainingOptions.DefaultPeople}");
            if (parsed.GetValue(threads) < 1) throw new BadInputException("`--threads` must be at least 1", "leave it out to use all");
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var work = PhraseWork.With(new() { People = parsed.GetValue(people), Threads = parsed.GetValue(threads) }, Lines(parsed.GetValue(words)));
            var training = new ModelTraining(session, one => Permits(one, temp.Path), work, Limits(temp.Path));
            var request = new ModelRequest(parsed.GetValue(dataSet)!, parsed.GetValue(place)!, parsed.GetValue(purpose)!, parsed.GetValue(permit), Lines(parsed.GetValue(names)));
            var outcome = Output.WithProgress(show => training.Run(request, progress => show(new(progress.Doing, progress.Of is > 0 and var all ? (double)progress.Words / all : null, progress.Words)), cancellation));
            LineageCommand.Tell(session, cancellation);
            var sums = outcome.Sums;
            output.Say(string.Create(CultureInfo.InvariantCulture, $"trained on {sums.Records:N0} records of {sums.Authors:N0} people; the model holds {sums.Wordings:N0} wordings that at least {sums.People:N0} of them used"));
            if (outcome.Skipped > 0) output.Say(string.Create(CultureInfo.InvariantCulture, $"{outcome.Skipped:N0} records were left out: their people have left since, or what they derive from was not found"));
            output.Say($"the model is {outcome.Out}; try it with `headgate suggest {outcome.Out} \"I am looking for \"`");
            output.Document(new
            {
                @out = outcome.Out,
                manifest = outcome.ManifestDigest,
                position = outcome.Position,
                permit = outcome.Manifest.Permit,
                records = sums.Records,
                authors = sums.Authors,
                words = sums.Words,
                wordings = sums.Wordings,
                people = sums.People,
                skipped = outcome.Skipped,
            });
            return 0;
        });
    }

    public static PermitActs Permits(Session session, string temp) => new(session, Limits(temp), WorkerProcess.OfThisProgram().Run);

    public static Bounds Limits(string temp) => new(MemorySize.Megabytes(4096), Math.Max(2, Environment.ProcessorCount), temp);

    private static string[] Lines(string? path) =>
        path is null ? []
        : File.Exists(path) ? [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)]
        : throw new BadInputException($"there is no file `{path}`", "give a text file, one a line");
}
