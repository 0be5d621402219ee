using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;
using Spectre.Console;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate policy impact</c>: whom and what a policy would newly let in, and keep out.</summary>
internal static class PolicyImpactCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "the policy as it is to be" };
    private static readonly Argument<string[]> Content = new("CONTENT") { Description = "files, folders or globs whose records are counted too", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Map = Common.Map();
    private static readonly Option<string?> At = Common.At();
    private static readonly Option<string> Memory = Common.Memory();
    private static readonly Option<int> Threads = Common.Threads();
    private static readonly Option<string?> Temp = Common.Temp();

    public static Command Build() => Verb.Of(
        "impact", "Whom of the ledger's people, and which records of some content, a policy would newly let in or keep out, against the one in force. Suspensions are left out.",
        "headgate policy impact policy.yaml posts.parquet", [File, Content, Map, At, Memory, Threads, Temp],
        (parsed, output, cancellation) =>
        {
            var file = PolicyFile.Read(parsed.GetValue(File)!);
            Common.MapOf(parsed.GetValue(Map));
            var memory = MemorySize.Read(parsed.GetValue(Memory)!) is { } size && size.Bytes >= Bounds.Least.Bytes ? size : throw new BadInputException($"`{parsed.GetValue(Memory)}` is no size, or too small", "write `--memory 4GB`");
            using var session = Common.Open(parsed);
            var impact = Output.WithProgress(show => PolicyImpact.Of(
                session, file, Common.InstantOf(parsed, At), parsed.GetValue(Content)!, parsed.GetValue(Map), memory, Math.Max(1, parsed.GetValue(Threads)), parsed.GetValue(Temp),
                WorkerProcess.OfThisProgram().Run, show, cancellation));
            foreach (var one in impact.Purposes) Draw(output, one, impact.At);
            output.Document(new
            {
                at = impact.At.ToString(),
                admitted = Cases(impact, true),
                withdrawn = Cases(impact, false),
                people = impact.Purposes.Select(one => Count(one.Purpose, one.People)),
                records = impact.Purposes.Where(one => one.Records is not null).Select(one => Count(one.Purpose, one.Records!)),
            });
            return 0;
        });

    private static void Draw(Output output, PurposeImpact impact, Instant at)
    {
        output.Say(Words($"{impact.Purpose}, from {at}: people newly in {impact.People.All.In:N0}, newly out {impact.People.All.Out:N0}{(impact.Records is { } records ? Words($"; records newly in {records.All.In:N0}, newly out {records.All.Out:N0}") : "")}"));
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn(new TableColumn("people in").RightAligned()).AddColumn(new TableColumn("people out").RightAligned());
        if (impact.Records is not null) table.AddColumn(new TableColumn("records in").RightAligned()).AddColumn(new TableColumn("records out").RightAligned());
        Rows(table, impact, "", count => count.ByRegion, code => code.Length == 2 ? $"{code} {IsoCountries.NameOf(code)}" : code);
        Rows(table, impact, "", count => count.ByKind, kind => kind);
        if (table.Rows.Count > 0) output.Draw(table);
        foreach (var (admitted, after, cases, subjects) in impact.Cases)
            output.Say(Words($"  {(admitted ? "in" : "out")}: {cases.Words}: {subjects:N0} people ({after.Text})"));
    }

    private static void Rows(Table table, PurposeImpact impact, string prefix, Func<ImpactCount, IReadOnlyDictionary<string, InAndOut>> of, Func<string, string> name)
    {
        foreach (var key in of(impact.People).Keys.Union(impact.Records is { } records ? of(records).Keys : []).Order(StringComparer.Ordinal))
        {
            var people = of(impact.People).GetValueOrDefault(key, new(0, 0));
            List<string> cells = [$"{prefix}{name(key)}", Number(people.In), Number(people.Out)];
            if (impact.Records is { } content && of(content).GetValueOrDefault(key, new(0, 0)) is var counted) cells.AddRange([Number(counted.In), Number(counted.Out)]);
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }
    }

    private static IEnumerable<object> Cases(PolicyImpact impact, bool admitted) => impact.Purposes.SelectMany(one => one.Cases.Where(cases => cases.Admitted == admitted).Select(cases => new
    {
        words = cases.Cases.Words,
        subjects = cases.Subjects,
        purpose = one.Purpose,
        reason = cases.After.Text,
    }));

    private static object Count(string purpose, ImpactCount count) => new
    {
        purpose,
        @in = count.All.In,
        @out = count.All.Out,
        by_region = count.ByRegion.Select(pair => new { region = pair.Key, @in = pair.Value.In, @out = pair.Value.Out }),
        by_kind = count.ByKind.Select(pair => new { kind = pair.Key, @in = pair.Value.In, @out = pair.Value.Out }),
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
