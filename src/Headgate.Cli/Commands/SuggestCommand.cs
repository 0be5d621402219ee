using System.CommandLine;
using System.Globalization;
using Headgate.Gate;
using Headgate.Suggest;
using Headgate.Suggest.Model;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate suggest</c></summary>
internal static class SuggestCommand
{
    public static Command Build()
    {
        var model = new Argument<string>("MODEL") { Description = "the model's folder" };
        var text = new Argument<string>("TEXT") { Description = "what stands before the cursor; end it with a blank to ask for the next word" };
        var language = new Option<string?>("--language") { Description = "the language of the text, such as `de` (default: recognised)", HelpName = "L" };
        var most = new Option<int>("--most") { Description = "how many to suggest", HelpName = "N", DefaultValueFactory = _ => 3 };
        return Verb.Of("suggest", "Suggests how a text may go on, with wordings that many people used.", "headgate suggest model \"I am looking for \"", [model, text, language, most], (parsed, output) =>
        {
            using var opened = Open(parsed.GetValue(model)!);
            var found = Suggesting.Suggest(opened, parsed.GetValue(text)!, parsed.GetValue(language), parsed.GetValue(most));
            if (found.Count == 0) output.Say("nothing to suggest here");
            else
            {
                var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
                foreach (var one in found) table.AddRow(new Text(one.Text), new Text(string.Create(CultureInfo.InvariantCulture, $"used by {one.People:N0} people in {one.Posts:N0} posts"), new(Color.Grey)));
                output.Draw(table);
            }
            output.Document(new { suggestions = found.Select(one => new { text = one.Text, insert = one.Insert, people = one.People, posts = one.Posts, probability = Math.Round(one.Probability, 6) }) });
            return 0;
        });
    }

    /// <exception cref="BadInputException">There is no model that can be read.</exception>
    public static PhraseModel Open(string folder)
    {
        try
        {
            return PhraseModel.Open(folder);
        }
        catch (InvalidDataException error)
        {
            throw new BadInputException(error.Message, "train it again");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"there is no model in `{folder}`", "name the folder that `headgate train … --out` wrote");
        }
    }
}
