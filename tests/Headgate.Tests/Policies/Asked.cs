using System.Globalization;

namespace Headgate.Tests.Policies;

/// <summary>One case in the words of <c>headgate policy ask</c>, answered by the reference. What is left out, or said to be <c>unknown</c>, is unknown.</summary>
internal sealed class Asked
{
    private const string Unknown = "unknown";

    private readonly Dictionary<string, List<string>> options = new(StringComparer.Ordinal);

    /// <param name="lines">Options; a later line takes the place of what an earlier one says.</param>
    private Asked(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var said = new HashSet<string>(StringComparer.Ordinal);
            var name = "";
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!word.StartsWith("--", StringComparison.Ordinal)) options[name].Add(word);
                else if (said.Add(name = word)) options[word] = [];
            }
        }
    }

    /// <summary>What the reference says, under this policy and no suspension.</summary>
    public static string Reason(Policy policy, params IEnumerable<string> lines)
    {
        var asked = new Asked(lines);
        var terms = new Terms(policy, [], policy.Purposes[asked.One("--purpose")!], asked.Time("--at")!.Value);
        var (standing, record) = (asked.Standing(terms), asked.Record());
        var known = asked.options.Keys.ToHashSet(StringComparer.Ordinal);
        known.ExceptWith(Known);
        if (known.Count > 0) throw new ArgumentException($"there is no option {string.Join(' ', known)}");
        return new ReferencePolicy(terms, new Reasons(terms), _ => standing, _ => null).Decide(record).Reason.Text;
    }

    private static readonly string[] Known =
    [
        "--purpose", "--at", "--region", "--age", "--born", "--status", "--choice", "--choice-at", "--choice-purpose", "--served", "--content", "--label", "--no-labels", "--visibility", "--service",
        "--created", "--collected", "--content-usage",
    ];

    private Standing Standing(Terms terms) => new()
    {
        Regions = [.. All("--region").Select(word => word == Unknown ? Region.Unknown : Region.Understand(word)).Distinct().Order()],
        Birth = Time("--born") is { } born ? BirthRange.Born(born.Date) : One("--age") is { } age ? BirthRange.Aged(int.Parse(age, CultureInfo.InvariantCulture), terms.At.Date) : null,
        Status = One("--status") switch { null or "active" => SubjectStatus.Active, "closed" => SubjectStatus.Closed, "memorialised" => SubjectStatus.Memorialised, var word => throw new ArgumentException(word) },
        Choices = One("--choice") switch
        {
            null or "unset" => [],
            "consented" => [new(ChoicePurpose(terms), Choice.Consented, Time("--choice-at") ?? terms.At)],
            "objected" => [new(ChoicePurpose(terms), Choice.Objected, Time("--choice-at") ?? terms.At)],
            var word => throw new ArgumentException(word),
        },
        Notices = [.. All("--served").Select(served => served.Split('@')).Select(parts => new ServedNotice(terms.Policy!.Notices[parts[0]].Version, [Instant(parts[1])]))],
    };

    private Record Record() => new()
    {
        Id = "asked",
        Author = SubjectId.From("asked"),
        Kind = One("--content"),
        Labels = All("--label") is { Count: > 0 } labels ? [.. labels.Select(label => label == Unknown ? null : label)] : options.ContainsKey("--no-labels") ? [] : null,
        Visibility = One("--visibility"),
        Service = One("--service"),
        Created = Time("--created"),
        Collected = Time("--collected"),
        Signals = ContentSignals.None with { ContentUsage = All("--content-usage") },
    };

    private string ChoicePurpose(Terms terms) => One("--choice-purpose") ?? terms.Purpose.Name;

    private List<string> All(string option) => options.GetValueOrDefault(option) ?? [];

    private string? One(string option) => All(option) is [.., var last] && last != Unknown ? last : null;

    private Instant? Time(string option) => One(option) is { } text ? Instant(text) : null;

    private static Instant Instant(string text) => Headgate.Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException($"{text} is no time");
}
