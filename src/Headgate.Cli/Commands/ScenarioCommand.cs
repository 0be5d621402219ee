using System.CommandLine;
using Headgate.Engine.Scenarios;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate scenario</c></summary>
internal static class ScenarioCommand
{
    private const int DoesNotHold = 4;

    public static Command Build()
    {
        var file = new Argument<string?>("FILE") { Description = "the story, in YAML", Arity = ArgumentArity.ZeroOrOne };
        var schema = new Option<bool>("--schema") { Description = "print the JSON Schema of stories instead, for completion in editors" };
        var place = new Option<string?>("--out") { Description = "write the board as SVG and the whole story as a page", HelpName = "DIR" };
        return Verb.Of(
            "scenario", "Lives through a dated story of acts and expectations, on a ledger of its own; says what does not hold.", "headgate scenario samples/stories/linkedin/story.yaml", [file, place, schema],
            (parsed, output, cancellation) =>
        {
            if (parsed.GetValue(schema)) return Schema(parsed.GetValue(file));
            var scenario = ScenarioFile.Read(parsed.GetValue(file) ?? throw new BadInputException("a story is missing", "name its file, such as `samples/stories/linkedin/story.yaml`"));
            var result = Output.WithProgress(show => ScenarioRun.Run(scenario, show, cancellation));
            var written = parsed.GetValue(place) is { } folder ? Write(result, folder) : [];
            ScenarioDrawing.Draw(output, result);
            foreach (var path in written) output.Say($"  {path}");
            ScenarioDrawing.Document(output, result, written);
            return result.Holds ? 0 : DoesNotHold;
        });
    }

    private static int Schema(string? file)
    {
        if (file is not null) throw new BadInputException("`--schema` runs no story", "leave the file or `--schema` out");
        Console.Out.Write(ScenarioSchema.Text);
        return 0;
    }

    private static IReadOnlyList<string> Write(ScenarioResult result, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var (drawing, page) = (Path.Combine(folder, "board.svg"), Path.Combine(folder, "story.html"));
            if (result.Board.Count > 0) File.WriteAllText(drawing, ScenarioSvg.Draw(result));
            File.WriteAllText(page, ScenarioPage.Html(result));
            return result.Board.Count > 0 ? [drawing, page] : [page];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{folder}` cannot be written: {error.Message.TrimEnd('.')}", "give another place with `--out`");
        }
    }
}
