using System.Diagnostics;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine.Demo;

/// <summary>Trains the writing model on what passed last, lets somebody object, makes it forget them, and compares it with one that never saw them.</summary>
internal sealed class DemoModel(Session session, DemoFolder folder, Bounds bounds, ModelWork model, Func<string, Action<GateProgress>, CancellationToken, GateResult> work, Action<GateProgress> report, CancellationToken cancellation)
{
    private const int Shown = 3;
    private const int Tried = 50;
    private const int Several = 3;

    private static readonly string[] Beginnings = ["We are ", "I have ", "Thank you ", "Looking for ", "Wir ", "Today ", "My ", "The ", "Nous ", "I "];

    /// <param name="nameOf">Somebody's name, by id.</param>
    /// <returns>Null where nothing passed.</returns>
    public DemoWriting? Run(DemoGate last, GateOptions gate, Func<string, string> nameOf)
    {
        if (last.Counts.Kept == 0) return null;
        var clock = Stopwatch.StartNew();
        var place = folder.Model("writing");
        var sums = Train(last.Out, place).Sums;
        var suggestions = Beginnings.SelectMany(beginning => model.Suggest(place, beginning).Take(1).Select(wording => (beginning, wording))).Take(Shown).ToList();

        var people = model.PeopleOf(place).Order(StringComparer.Ordinal).ToList();
        var leaver = people.Take(Tried).FirstOrDefault(person => model.RecordsOf(place, person) >= Several) ?? people[0];
        session.Store.Append([new NewStatement(new ChoiceMade(SubjectId.From(leaver)!.Value, LinkedInTimeline.Purpose, Choice.Objected, "settings"))], session.Now);
        report(new("forgetting", null, 0));
        var forgotten = new ModelForgetting(session, model).Run(place, new HashSet<string> { leaver }, cancellation);

        var without = new Gating(session, gate with { Out = folder.DataSet("without-them", "posts") }, work).Run(report, cancellation);
        var never = Train(without.Out, folder.Model("never-saw-them"));
        var files = forgotten.Manifest.Outputs;
        return new(
            place, sums, suggestions, nameOf(leaver), forgotten.Records, forgotten.Position ?? -1, never.Manifest.Outputs.SequenceEqual(files), files.First(file => !file.Path.Contains('/')).Sha256.ToHex(), clock.Elapsed);
    }

    private ModelOutcome Train(string set, string place) => new ModelTraining(session, one => new(one, bounds, work), model, bounds)
        .Run(new(set, place, LinkedInTimeline.Purpose, null, []), progress => report(new($"training: {progress.Doing}", progress.Of is > 0 and var all ? (double)progress.Words / all : null, progress.Words)), cancellation);
}
