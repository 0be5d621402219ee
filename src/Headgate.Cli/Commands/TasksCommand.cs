using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate tasks</c></summary>
internal static class TasksCommand
{
    public static Command Build()
    {
        var all = new Option<bool>("--all") { Description = "with those that are done, and their proof" };
        return Verb.Of("tasks", "Lists what must be redone after people left or a pause was imposed, and by when.", "headgate tasks", [all], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var unread = Lineage.Bring(session, PhraseWork.With(new()), TrainCommand.Limits(temp.Path), cancellation);
            var tasks = Redoing.Tasks(session).Where(task => parsed.GetValue(all) || task.State != "done").ToList();
            if (tasks.Count == 0) output.Say("nothing is to be redone");
            else
            {
                var table = new Table().Border(TableBorder.Simple).AddColumns("task", "state", "due", "because", "how, or the proof");
                foreach (var task in tasks)
                    table.AddRow(new Text(task.Id), new Text(task.State), new Text(task.Due?.Date.ToString("O", CultureInfo.InvariantCulture) ?? ""), new Text(string.Join(", ", task.Because.Select(Words))), new Text(task.Proof ?? task.How));
                output.Draw(table);
            }
            foreach (var name in unread) output.Say($"`{name}` could not be read: nothing can be said of it");
            output.Document(new { tasks = tasks.Select(Document), not_indexed = unread });
            return 0;
        });
    }

    private static object Document(RedoTask task) => new
    {
        id = task.Id,
        what = task.What,
        name = task.Name,
        place = task.Place,
        manifest = task.Digest,
        purpose = task.Purpose,
        because = task.Because.Select(cause => new { cause = cause.Cause, people = cause.People, records = cause.Records, since = cause.Since.ToString() }),
        since = task.Since.ToString(),
        due = task.Due?.ToString(),
        state = task.State,
        proof = task.Proof,
        how = task.How,
    };

    private static string Words(RedoCause cause) => cause.People == 0 ? cause.Cause : string.Create(CultureInfo.InvariantCulture, $"{cause.Cause}: {cause.People:N0} people");
}
