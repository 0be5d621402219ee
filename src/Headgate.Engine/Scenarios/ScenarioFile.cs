using Headgate.Gate;

namespace Headgate.Engine.Scenarios;

/// <summary>Reads a story from a file.</summary>
public static class ScenarioFile
{
    private const int MostBytes = 4 << 20;

    /// <exception cref="BadInputException">The file is not there, or is no story; the error has its line and column.</exception>
    public static Scenario Read(string path) => Parse(Words(path), path);

    /// <param name="path">Where the text lies, or would.</param>
    /// <exception cref="BadInputException">The text is no story.</exception>
    public static Scenario Parse(string text, string path)
    {
        var (scenario, problems) = ScenarioReader.Read(text, path);
        if (scenario is not null) return scenario;
        var (first, more) = (problems.First(problem => !problem.IsWarning), problems.Count(problem => !problem.IsWarning) - 1);
        throw new BadInputException($"{path}:{first.Line}:{first.Column}: {first.Problem}", more == 0 ? first.Help : $"{first.Help} (and {more} more; next: line {problems.Where(problem => !problem.IsWarning).ElementAt(1).Line})");
    }

    private static string Words(string path)
    {
        if (!File.Exists(path)) throw new BadInputException($"there is no file `{path}`", "check the path; stories to begin with are under `samples/stories`");
        var (text, unread) = Utf8File.Text(Utf8File.Bytes(path, MostBytes, "check that it may be read"), MostBytes, "tell a shorter story");
        return unread is null ? text : throw new BadInputException($"{path}:{unread.Line}:{unread.Column}: {unread.Problem}", unread.Help);
    }
}
