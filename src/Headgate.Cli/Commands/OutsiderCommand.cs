using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate outsider</c></summary>
internal static class OutsiderCommand
{
    public static Command Build() => Verb.Group("outsider", "People without an account who objected by the posts that speak of them.", Edges());

    private static Command Edges()
    {
        var @out = new Option<string>("--out") { Description = "where to write the rows", HelpName = "FILE", Required = true };
        return Verb.Of("edges", "Writes which records speak of them, for `gate --edges`: those records stay out.", "headgate outsider edges --out edges.jsonl", [@out], (parsed, output) =>
        {
            using var session = Common.Open(parsed);
            var rows = new Outsiders(session).Edges().ToList();
            File.WriteAllLines(parsed.GetValue(@out)!, rows.Select(row => JsonSerializer.Serialize(new { record_id = row.Record, subject = row.Subject })));
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{rows.Count:N0} records speak of people without an account who objected"));
            output.Document(new { rows = rows.Count, @out = parsed.GetValue(@out) });
            return 0;
        });
    }
}
