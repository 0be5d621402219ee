using System.Globalization;
using System.Text;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>Policies: what the one in force says, what was published before, what a new one would change.</summary>
internal static class PolicyPages
{
    // Counting reads every standing: beyond this many statements the command line does it, which shows how far it has come.
    private const long MostCounted = 500_000;

    /// <summary>What the name of a field begins with that holds the text of a notice.</summary>
    internal const string NoticeField = "notice:";

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("policy", Show);
        group.MapPost("policy/look", LookAsync).WithMetadata(new IsQuestion());
        group.MapPost("policy", PublishAsync);
    }

    private static IResult Show(HttpContext context, PublicFacts facts, Session session, long? from, long? to)
    {
        var known = facts.Now();
        var versions = Versions(known);
        var (older, newer) = (versions.FirstOrDefault(one => one.Act.Position == from), versions.FirstOrDefault(one => one.Act.Position == to));
        return Page.Of<PolicyPage>(context, new PolicyView(Caller.Of(context)!, known, versions, newer is null ? null : Compare(session, older?.Policy, newer.Policy, known, older, newer), null));
    }

    /// <summary>Says what a policy would change, and whether it may be published, without publishing it.</summary>
    private static async Task<IResult> LookAsync(HttpContext context, PublicFacts facts, Session session)
    {
        var form = await PageForm.ReadAsync(context);
        var (text, known) = (form["text"].ToString(), facts.Now());
        var reading = PolicyReader.Read(text);
        var isUsable = reading.Policy is not null && !reading.Problems.Any(problem => !problem.IsWarning);
        var refusal = isUsable ? Refusal(session, text) : null;
        return Page.Of<PolicyPage>(context, new PolicyView(
            Caller.Of(context)!, known, Versions(known), isUsable ? Compare(session, known.Policy, reading.Policy!, known, null, null) : null, new(
                text, [.. reading.Problems], refusal,
                isUsable ? [.. reading.Policy!.Notices.Values.Where(notice => notice.Text is not null).Select(notice => new DraftNotice(notice, GovernEndpoints.NoticeDigest(known.Acts, notice.Version) is not null))] : [])));
    }

    private static async Task<IResult> PublishAsync(HttpContext context, Session session, Proposals proposals, ServerSettings settings)
    {
        var form = await PageForm.ReadAsync(context);
        var caller = Caller.Of(context)!;
        var wanted = new NewPolicy(form["text"].ToString(), await NoticesAsync(form), form["override"] is { Count: > 0 } reasons && !string.IsNullOrWhiteSpace(reasons[0]) ? reasons[0] : null);
        if (settings.TwoPeople) proposals.Add(new("policy", 0, null, wanted, caller.Name));
        else Audit.Recorded(context, GovernEndpoints.Published(session, wanted, caller.Name).First);
        return Page.GoTo(settings.TwoPeople ? "/officer/pauses#proposals" : "/officer/policy");
    }

    /// <summary>The texts that were chosen, byte for byte as the files have them, by the place that the policy names.</summary>
    /// <exception cref="BadInputException">One is no text.</exception>
    private static async Task<Dictionary<string, string>> NoticesAsync(IFormCollection form)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in form.Files.Where(file => file is { Length: > 0 } && file.Name.StartsWith(NoticeField, StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            try
            {
                texts[file.Name[NoticeField.Length..]] = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
            }
            catch (ArgumentException)
            {
                throw new BadInputException($"`{file.FileName}` is no text in UTF-8", "save it as UTF-8, and choose it again");
            }
        }
        return texts;
    }

    private static string? Refusal(Session session, string text)
    {
        var now = session.MomentOf(null, null);
        var check = QuietOptInCheck.Of(session.Store.Acts(now.AsOf), PolicyReader.Read(text).Policy!, now.At);
        return check.Allows(null) ? null : check.Refusal(session).Message;
    }

    private static PolicyComparison Compare(Session session, Policy? before, Policy after, PublicFacts.Known facts, PolicyVersion? older, PolicyVersion? newer)
    {
        var differences = PolicyDifferences.Find(before, after, facts.At);
        var cases = differences.SelectMany(difference => difference.Cases.Select(one => (difference.At, one))).ToList();
        var counts = facts.Size <= MostCounted ? SubjectCount.Of(session, cases).Each : null;
        var next = 0;
        return new(older, newer, [.. differences.Select(difference => new ComparedCases(difference, [.. difference.Cases.Select(one => (one.Words, counts?[next++]))]))]);
    }

    private static IReadOnlyList<PolicyVersion> Versions(PublicFacts.Known facts) => [.. facts.Acts
        .Where(act => act.Statement is PolicyPublished).Select(act => (Act: act, PolicyReader.Read(((PolicyPublished)act.Statement).Text).Policy)).Where(one => one.Policy is not null)
        .Select(one => new PolicyVersion(one.Act, one.Policy!)).Reverse()];
}

/// <summary>A policy as it was published.</summary>
public sealed record PolicyVersion(Recorded Act, Policy Policy)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Policy.Name} {Policy.Version}");
}

/// <summary>What one policy decides otherwise than another.</summary>
public sealed record PolicyComparison(PolicyVersion? Before, PolicyVersion? After, IReadOnlyList<ComparedCases> Differences);

/// <param name="Cases">In words, and how many people of the ledger each is about; null where they were not counted.</param>
public sealed record ComparedCases(PolicyDifference Difference, IReadOnlyList<(string Words, long? People)> Cases);

/// <summary>A policy that is being thought of.</summary>
/// <param name="Refusal">Why it may not be published as it is; null where it may.</param>
/// <param name="Notices">Those whose texts it names.</param>
public sealed record PolicyDraft(string Text, IReadOnlyList<PolicyProblem> Problems, string? Refusal, IReadOnlyList<DraftNotice> Notices)
{
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);
}

/// <param name="IsPublished">Whether this version was published before, and keeps its text.</param>
public sealed record DraftNotice(PolicyNotice Notice, bool IsPublished);

/// <param name="Versions">The newest first.</param>
public sealed record PolicyView(Caller Caller, PublicFacts.Known Facts, IReadOnlyList<PolicyVersion> Versions, PolicyComparison? Comparison, PolicyDraft? Draft);
