namespace Headgate;

/// <summary>Every reason that can be given under some terms, numbered in the order of semantics.md, The verdict.</summary>
public sealed class Reasons
{
    private readonly List<Reason> all = [];
    private readonly Dictionary<(object Source, string? Detail), Reason> bySource = [];
    private readonly Dictionary<int, GrantRule> grants = [];
    private int rank;

    public Reasons(Terms terms)
    {
        NoPolicy = Own("no-policy", "No policy was in force.");
        MalformedRecord = Own("malformed-record", "The record has no id, or a field of the wrong type.");
        NoAuthor = Own("unknown-subject", "The record names no author.");
        UnknownKind = Own("unknown-content-kind", "The policy does not list this kind of content.");
        UnknownSource = Own("unknown-source", "The record derives from something that is not at hand.");
        UnknownSubject = Own("unknown-subject", "The ledger knows nothing of this person.");
        UnknownRegion = Own("unknown-region", "It is not known where this person is.");
        NotActive = Own("not-active", "The account is not active.");

        foreach (var suspension in terms.Suspensions)
            Add(suspension, $"suspended:{suspension.Position}", $"Use for `{suspension.Purpose}` was suspended.", [], suspension.When.Select(condition => condition.Field));
        foreach (var rule in terms.Policy?.Denies ?? [])
            Add(rule, $"denied:{rule.Name}", rule.Because, rule.Cites, rule.When.Select(condition => condition.Field).Distinct());
        Objected = Own("objected", "The person objected.");
        foreach (var signal in Signals.All)
            Add(signal, $"signal:{signal.Word()}", "The content says that it may not be used for this.", [], []);
        foreach (var grant in terms.Policy?.Grants ?? [])
            foreach (var failure in Enum.GetValues<GrantFailure>())
                Add(grant, $"{Word(failure)}:{grant.Name}", grant.Because, grant.Cites, [], failure);
        NoGrant = Own("no-grant", "No rule of the policy allows it.");
        rank++;
        foreach (var grant in terms.Policy?.Grants ?? [])
        {
            grants[all.Count] = grant;
            Register(grant, null, new(all.Count, rank, $"granted:{grant.Name}", true, grant.Because, grant.Cites));
        }
    }

    /// <summary>The grant behind the code of each reason that allows.</summary>
    public IReadOnlyDictionary<int, GrantRule> Grants => grants;

    public IReadOnlyList<Reason> All => all;

    public Reason NoPolicy { get; }

    public Reason MalformedRecord { get; }

    /// <summary>The record itself names no author: <c>unknown-subject</c> among the record's own reasons.</summary>
    public Reason NoAuthor { get; }

    public Reason UnknownKind { get; }

    public Reason UnknownSource { get; }

    /// <summary>A subject has no standing: <c>unknown-subject</c> of step 1.</summary>
    public Reason UnknownSubject { get; }

    public Reason UnknownRegion { get; }

    public Reason NotActive { get; }

    public Reason Objected { get; }

    public Reason NoGrant { get; }

    public Reason Suspended(Suspension suspension, Match match) => bySource[(suspension, match.Unknown)];

    public Reason Denied(DenyRule rule, Match match) => bySource[(rule, match.Unknown)];

    public Reason Signalled(Signal signal) => bySource[(signal, null)];

    public Reason Failed(GrantRule grant, GrantFailure failure) => bySource[(grant, Word(failure))];

    public Reason Granted(GrantRule grant) => bySource[(grant, null)];

    private static string Word(GrantFailure failure) => failure switch
    {
        GrantFailure.NotYet => "not-yet",
        GrantFailure.ConsentNotGiven => "consent-not-given",
        GrantFailure.NoticeNotServed => "notice-not-served",
        _ => "window-open",
    };

    private Reason Own(string text, string because)
    {
        Add(text, text, because, [], []);
        return all[^1];
    }

    private void Add(
        object source, string text, string? because, IReadOnlyList<string> cites, IEnumerable<string> fields, GrantFailure? failure = null)
    {
        rank++;
        Register(source, failure is { } failed ? Word(failed) : null, new(all.Count, rank, text, false, because, cites));
        foreach (var field in fields)
            Register(source, field, new(all.Count, rank, $"{text}/unknown-{field}", false, because, cites));
    }

    private void Register(object source, string? detail, Reason reason)
    {
        all.Add(reason);
        bySource[(source, detail)] = reason;
    }
}

/// <summary>What a matching grant can still lack, in the order of semantics.md, The verdict, step 7.</summary>
public enum GrantFailure
{
    NotYet = 0,
    ConsentNotGiven = 1,
    NoticeNotServed = 2,
    WindowOpen = 3,
}
