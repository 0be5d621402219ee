using System.CommandLine;
using System.Globalization;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate policy ask</c>: one case by its fields.</summary>
internal static class PolicyAsk
{
    private const string Unknown = "unknown";
    private const int OldestAge = 150;

    private static readonly string[] Statuses = ["active", "closed", "memorialised", "unknown"];
    private static readonly string[] ChoiceWords = ["unset", "consented", "objected"];

    private static readonly Argument<string?> File = new("FILE") { Description = "a policy file; without one, the ledger's policy and suspensions", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Purpose = Common.Purpose();
    private static readonly Option<string[]> Regions = new("--region") { Description = "where the person is", HelpName = "R", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Age = new("--age") { Description = "their age in full years", HelpName = "N" };
    private static readonly Option<string?> Born = new("--born") { Description = "their birth date", HelpName = "DATE" };
    private static readonly Option<string> Status = new("--status") { Description = "active, closed, memorialised or unknown", DefaultValueFactory = _ => "active" };
    private static readonly Option<string> Chosen = new("--choice") { Description = "unset, consented or objected", DefaultValueFactory = _ => "unset" };
    private static readonly Option<string?> ChosenAt = new("--choice-at") { Description = "since when", HelpName = "T" };
    private static readonly Option<string?> ChosenPurpose = new("--choice-purpose") { Description = "the purpose of that choice (default: the one asked about)", HelpName = "P" };
    private static readonly Option<string[]> Served = new("--served") { Description = "a notice that was served, and when", HelpName = "NOTICE@T", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Content = new("--content") { Description = "the kind of content", HelpName = "KIND" };
    private static readonly Option<string[]> Labels = new("--label") { Description = "a label of the record", HelpName = "L", DefaultValueFactory = _ => [] };
    private static readonly Option<bool> NoLabels = new("--no-labels") { Description = "the record has no labels" };
    private static readonly Option<string?> Visibility = new("--visibility") { Description = "public, connections or private", HelpName = "V" };
    private static readonly Option<string?> Service = new("--service") { Description = "the service", HelpName = "S" };
    private static readonly Option<string?> Created = new("--created") { Description = "when the record was created", HelpName = "T" };
    private static readonly Option<string?> Collected = new("--collected") { Description = "when it was collected (default: when it was created)", HelpName = "T" };
    private static readonly Option<string[]> Usage = new("--content-usage") { Description = "what the content says of its use, such as train-ai=n", HelpName = "TEXT", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> At = Common.At();
    private static readonly Option<long?> AsOf = Common.AsOf();

    public static Command Build() => Verb.Of(
        "ask", "Decides one case by its fields. What is left out, or said to be `unknown`, is unknown.",
        "headgate policy ask policy.yaml --purpose train-generative-ai --region GB --age 30 --content post --visibility public --no-labels",
        [File, Purpose, Regions, Age, Born, Status, Chosen, ChosenAt, ChosenPurpose, Served, Content, Labels, NoLabels, Visibility, Service, Created, Collected, Usage, At, AsOf],
        (parsed, output) =>
        {
            var terms = TermsOf(parsed);
            var standing = StandingOf(parsed, terms);
            var reference = new ReferencePolicy(terms, new Reasons(terms), _ => standing, _ => null);
            var reason = reference.Decide(RecordOf(parsed)).Reason;
            output.Say($"{(reason.Allows ? "allow" : "deny")}: {reason.Text}{(reason.Because is null ? "" : $"\n  {reason.Because}")}{(reason.Cites.Count == 0 ? "" : $"\n  {string.Join("; ", reason.Cites)}")}");
            output.Document(new { verdict = reason.Allows ? "allow" : "deny", reason = reason.Text, because = reason.Because, cites = reason.Cites });
            return reason.Allows ? 0 : 3;
        });

    private static Terms TermsOf(ParseResult parsed)
    {
        var purpose = parsed.GetValue(Purpose)!;
        if (parsed.GetValue(File) is not { } path)
        {
            using var session = Common.Open(parsed);
            return session.TermsOf(purpose, session.MomentOf(parsed.GetValue(AsOf), Common.InstantOf(parsed, At)));
        }
        var policy = PolicyFile.Read(path).Valid();
        if (!policy.Purposes.TryGetValue(purpose, out var found)) throw new UnknownPurposeException(purpose, policy);
        return new Terms(policy, [], found, Common.InstantOf(parsed, At) ?? Instant.FromDateTime(TimeProvider.System.GetUtcNow()));
    }

    private static Standing StandingOf(ParseResult parsed, Terms terms)
    {
        var choice = Word(parsed.GetValue(Chosen)!, ChoiceWords, "choice") switch { 1 => Choice.Consented, 2 => Choice.Objected, _ => Choice.Unset };
        return new Standing
        {
            Regions = [.. parsed.GetValue(Regions)!.Select(Region.Understand).Distinct().Order()],
            Birth = AgeOf(parsed) is { } age ? BirthRange.Aged(age, terms.At.Date) : TimeOf(parsed, Born) is { } born ? BirthRange.Born(born.Date) : null,
            Status = Word(parsed.GetValue(Status)!, Statuses, "status") switch { 0 => SubjectStatus.Active, 1 => SubjectStatus.Closed, 2 => SubjectStatus.Memorialised, _ => SubjectStatus.Unknown },
            Choices = choice == Choice.Unset ? [] : [new(ChosenPurposeOf(parsed, terms), choice, Common.InstantOf(parsed, ChosenAt) ?? terms.At)],
            Notices = [.. parsed.GetValue(Served)!.Select(served => ServedOf(served, terms))],
        };
    }

    private static ServedNotice ServedOf(string text, Terms terms)
    {
        var (name, time) = text.Split('@', 2) is [var one, var two] ? (one, two) : (text, "");
        if (!Instant.TryParse(time, out var at)) throw new BadInputException($"`{text}` does not say when", "write `--served gen-ai-2025@2025-09-18`");
        var declared = terms.Policy?.Notices.GetValueOrDefault(name)?.Version
            ?? throw new BadInputException($"the policy declares no notice `{name}`", Nearest.Hint(name, terms.Policy?.Notices.Keys ?? []));
        return new(declared, [at]);
    }

    private static Record RecordOf(ParseResult parsed) => new()
    {
        Id = "asked",
        Author = SubjectId.From("asked"),
        Kind = parsed.GetValue(Content),
        Labels = parsed.GetValue(Labels) is { Length: > 0 } labels ? labels : parsed.GetValue(NoLabels) ? [] : null,
        Visibility = parsed.GetValue(Visibility),
        Service = parsed.GetValue(Service),
        Created = TimeOf(parsed, Created),
        Collected = TimeOf(parsed, Collected),
        Signals = ContentSignals.None with { ContentUsage = parsed.GetValue(Usage)! },
    };

    private static int? AgeOf(ParseResult parsed) =>
        parsed.GetValue(Age) is not { } text || text == Unknown ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= OldestAge ? age
        : throw new BadInputException($"`{text}` is no age", $"give `--age` a whole number from 0 to {OldestAge}, or leave it out");

    private static Instant? TimeOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) == Unknown ? null : Common.InstantOf(parsed, option);

    private static string ChosenPurposeOf(ParseResult parsed, Terms terms) =>
        parsed.GetValue(ChosenPurpose) is not { } purpose ? terms.Purpose.Name
        : terms.Policy?.Purposes.ContainsKey(purpose) != false ? purpose
        : throw new UnknownPurposeException(purpose, terms.Policy);

    private static int Word(string word, string[] words, string what) =>
        Array.IndexOf(words, word) is var index and >= 0 ? index : throw new BadInputException($"`{word}` is no {what}", Nearest.Hint(word, words));
}
