using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate policy diff</c>, <c>table</c> and <c>prove</c>: answers about a policy that hold for every case there can be.</summary>
internal static class PolicyAnswers
{
    private static readonly Option<string?> At = Common.At();

    public static IEnumerable<Command> Build() => [Diff(), Table(), Prove()];

    private static Command Diff()
    {
        var (older, newer) = (new Argument<string>("OLD") { Description = "the policy as it was" }, new Argument<string>("NEW") { Description = "the policy as it is to be" });
        return Verb.Of("diff", "What two versions of a policy decide differently, for whom, and how many of the ledger's people that is.", "headgate policy diff old.yaml new.yaml", [older, newer, At], (parsed, output) =>
        {
            var (before, after) = (PolicyFile.Read(parsed.GetValue(older)!).Valid(), PolicyFile.Read(parsed.GetValue(newer)!).Valid());
            var found = PolicyDifferences.Find(before, after, Time(parsed));
            var rows = found.SelectMany(one => one.Cases.Select(cases => (Difference: one, Cases: cases))).ToList();
            var counts = Counts(parsed, rows);
            foreach (var admitted in (bool[])[true, false])
            {
                output.Say(admitted ? "newly allowed:" : "no longer allowed:");
                var any = false;
                for (var i = 0; i < rows.Count; i++)
                {
                    if (rows[i].Difference.Admitted != admitted) continue;
                    any = true;
                    output.Say($"  {rows[i].Cases.Words}{(counts is null ? "" : $": {counts[i]:N0} people")}\n    for {rows[i].Difference.Purpose}, {rows[i].Difference.After.Text}, from {rows[i].Difference.At}");
                }
                if (!any) output.Say("  nothing");
            }
            output.Document(new { admitted = Said(true), withdrawn = Said(false) });
            return 0;

            IEnumerable<object> Said(bool admitted) => rows.Select((row, i) => (row, i)).Where(one => one.row.Difference.Admitted == admitted).Select(one => new
            {
                words = one.row.Cases.Words,
                subjects = counts?[one.i],
                purpose = one.row.Difference.Purpose,
                reason = one.row.Difference.After.Text,
                from = one.row.Difference.At.ToString(),
            });
        });
    }

    private static Command Table()
    {
        var (path, purpose) = (new Argument<string>("FILE") { Description = "the policy file" }, Common.Purpose());
        var html = new Option<string?>("--html") { Description = "write a page with the matrix", HelpName = "FILE" };
        return Verb.Of("table", "All that a policy says for a purpose, suspensions left out.", "headgate policy table policy.yaml --purpose train-generative-ai --html matrix.html", [path, purpose, At, html], (parsed, output) =>
        {
            var policy = PolicyFile.Read(parsed.GetValue(path)!).Valid();
            var name = parsed.GetValue(purpose)!;
            if (!policy.Purposes.TryGetValue(name, out var purposeOf)) throw new UnknownPurposeException(name, policy);
            var at = Time(parsed);
            var rows = PolicyDifferences.Table(policy, name, at);
            output.Say($"{policy.Name}, version {policy.Version}: {name}, at {at}\nwhoever is unknown, in an unknown region or not active is always denied");
            var (matrices, grant) = (VerdictMatrices.Of(policy, name, at), OnlyGrant(policy, purposeOf));
            if (matrices is not null) new MatrixDrawing(output, grant).Draw(matrices);
            else output.Say("it tells more cases apart than a matrix can show");
            output.Say($"{rows.Count:N0} kinds of cases in all, {rows.Count(row => row.Reason.Allows):N0} of them allowed\nevery one with its reason: `--html FILE` or `--json`");
            if (parsed.GetValue(html) is { } page)
            {
                File.WriteAllText(page, PolicyMatrix.Html(policy, name, at, matrices, reason => MatrixDrawing.Words(reason, grant), rows));
                output.Say($"the matrix is {page}");
            }
            output.Document(new
            {
                policy = policy.Name,
                version = policy.Version,
                purpose = name,
                at = at.ToString(),
                html = parsed.GetValue(html),
                rows = rows.Select(row => new { people = row.Cases.Who, content = row.Cases.What, told = row.Cases.Said, verdict = row.Reason.Allows ? "allow" : "deny", reason = row.Reason.Text }),
            });
            return 0;
        });
    }

    private static string? OnlyGrant(Policy policy, Purpose purpose) =>
        policy.Grants.Where(grant => grant.When.OfType<OneOf>().All(one => one.Dimension != Dimension.Run || one.Values.Any(purpose.IsWithin) != one.Negated)).ToList() is [var only] ? only.Name : null;

    private static Command Prove()
    {
        var path = new Argument<string>("FILE") { Description = "the policy file" };
        var never = new Option<string?>("--never") { Description = "nothing is allowed where this holds, or may", HelpName = "CONDITION" };
        var onlyIf = new Option<string?>("--only-if") { Description = "nothing is allowed unless this surely holds", HelpName = "CONDITION" };
        return Verb.Of("prove", "Proves what a policy never allows, from now on and for every case there can be; or shows the cases that break it.", "headgate policy prove policy.yaml --never 'age: {under: 18}'", [path, never, onlyIf, At], (parsed, output) =>
        {
            var policy = PolicyFile.Read(parsed.GetValue(path)!).Valid();
            var broken = (parsed.GetValue(never), parsed.GetValue(onlyIf)) switch
            {
                ({ } text, null) => PolicyProof.Never(policy, Condition(policy, text, "--never"), Time(parsed)),
                (null, { } text) => PolicyProof.OnlyIf(policy, Condition(policy, text, "--only-if"), Time(parsed)),
                _ => throw new BadInputException("there is nothing to prove, or too much", "give `--never CONDITION` or `--only-if CONDITION`, one of them"),
            };
            output.Say(broken.Count == 0 ? "it holds, for every case there can be" : "it does not hold:");
            foreach (var one in broken) output.Say($"  {one.Words}\n    for {one.Purpose}, {one.Reason.Text}, from {one.At}\n    such as {one.Case}");
            output.Document(new { holds = broken.Count == 0, counterexamples = broken.Select(one => new { words = one.Words, @case = one.Case, purpose = one.Purpose, reason = one.Reason.Text, at = one.At.ToString() }) });
            return broken.Count == 0 ? 0 : 4;
        });
    }

    private static IReadOnlyList<Condition> Condition(Policy policy, string text, string option)
    {
        var (when, problems) = ConditionReader.Read(policy, text);
        if (when is { Count: 0 }) throw new BadInputException($"`{option}` says nothing", "write it like a rule's `when`, such as `age: {under: 18}`");
        return when ?? throw new BadInputException($"`{option}` in column {problems[0].Column}: {problems[0].Problem}", problems[0].Help);
    }

    /// <summary>How many of the ledger's people each row is about; null where there is no ledger.</summary>
    private static long[]? Counts(ParseResult parsed, IReadOnlyList<(PolicyDifference Difference, DescribedCases Cases)> rows)
    {
        if (!File.Exists(Path.Combine(parsed.GetValue(Common.Ledger)!, "ledger.db"))) return null;
        using var session = Common.Open(parsed);
        return SubjectCount.Of(session, [.. rows.Select(row => (row.Difference.At, row.Cases))]).Each;
    }

    private static Instant Time(ParseResult parsed) => Common.InstantOf(parsed, At) ?? Instant.FromDateTime(TimeProvider.System.GetUtcNow());
}
