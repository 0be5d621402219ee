using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate forget</c></summary>
internal static class ForgetCommand
{
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "the model's folder" };
        var subjects = new Argument<string[]>("SUBJECT") { Description = "whom to forget", Arity = ArgumentArity.ZeroOrMore };
        var regions = new Option<string[]>("--region") { Description = "and everybody of these codes or groups, as after a pause", HelpName = "R", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var left = new Option<bool>("--left") { Description = "and everybody who objected, took a consent back or is not active any more" };
        var paused = new Option<bool>("--paused") { Description = "and everybody whom a suspension of its purpose denies now" };
        return Verb.Of(
            "forget", "Makes a model forget people: byte for byte the one that never saw them.", "headgate forget model ann", [model, subjects, regions, left, paused], (parsed, output, cancellation) =>
        {
            var people = parsed.GetValue(subjects)!.ToHashSet(StringComparer.Ordinal);
            var scope = new ForgettingScope(parsed.GetValue(regions)!, parsed.GetValue(left), parsed.GetValue(paused));
            if (people.Count == 0 && scope.IsEmpty) throw new BadInputException("nobody was named", "name subjects, or give `--region R`, `--paused` or `--left`");
            using var session = Common.Open(parsed);
            var forgetting = new ModelForgetting(session, PhraseWork.With(new()));
            if (!scope.IsEmpty) people.UnionWith(forgetting.Find(parsed.GetValue(model)!, scope, cancellation));
            var outcome = forgetting.Run(parsed.GetValue(model)!, people, cancellation);
            LineageCommand.Tell(session, cancellation);
            if (outcome.Position is { } position)
                output.Say(string.Create(CultureInfo.InvariantCulture, $"forgotten: {outcome.People:N0} of the people named were in the model, with {outcome.Records:N0} records; position {position} of the ledger says so"));
            else output.Say("none of them is in the model: it stays as it is");
            output.Say($"manifest before {outcome.Before}\nmanifest after  {outcome.After}");
            output.Document(new
            {
                people = outcome.People,
                records = outcome.Records,
                before = outcome.Before,
                after = outcome.After,
                position = outcome.Position,
                files = outcome.Manifest.Outputs.Select(file => new { path = file.Path, sha256 = file.Sha256.ToHex() }),
            });
            return 0;
        });
    }
}
