namespace Headgate.Engine;

/// <summary>What holds for one member and one purpose, by their own standing and their typical content of today.</summary>
/// <param name="Choice">Their choice for the purpose or one above it.</param>
/// <param name="Since">Since when it stands; null where none does.</param>
/// <param name="Reason">Of the content that is let in most readily.</param>
/// <param name="Contents">Every kind of content, with each visibility and service.</param>
/// <param name="AsksForConsent">Whether it begins with a consent, rather than ends with an objection.</param>
/// <param name="EarlierIsUsed">Whether what they made before they objected may be used all the same.</param>
/// <param name="WindowEnds">Until when nothing is used because they have just been told; null where no window is open.</param>
/// <param name="Begins">From when it would be used at the earliest, where that is still to come.</param>
/// <param name="Pause">The suspension that keeps it out; null where none does.</param>
public sealed record MemberUse(
    Purpose Purpose, Choice Choice, Instant? Since, Reason Reason, IReadOnlyList<ContentUse> Contents,
    bool AsksForConsent, bool EarlierIsUsed, Instant? WindowEnds, Instant? Begins, Suspension? Pause)
{
    public UseState State => UseStates.Of(Reason.Text);

    public IEnumerable<ContentUse> Used => Contents.Where(content => content.State == UseState.Used);

    /// <param name="standing">Null where nothing is known of them.</param>
    public static MemberUse Of(Terms terms, Standing? standing)
    {
        var asked = new MemberQuestions(terms, standing);
        var contents = asked.Contents(terms.At).ToList();
        var best = contents.Select(content => content.Reason).OrderByDescending(reason => UseStates.Of(reason.Text)).ThenByDescending(reason => reason.Rank).First();
        var grant = terms.Policy?.Grants.FirstOrDefault(one => best.Text.EndsWith($":{one.Name}", StringComparison.Ordinal));
        var objected = standing?.ObjectedSince(terms.Purpose);
        var consented = standing?.Consented(terms.Purpose.Name) == true;
        return new(
            terms.Purpose,
            objected is not null ? Choice.Objected : consented ? Choice.Consented : Choice.Unset,
            objected ?? standing?.Choices.FirstOrDefault(choice => choice.Purpose == terms.Purpose.Name && choice.Choice == Choice.Consented)?.Since,
            best, contents, asked.AsksForConsent(),
            objected is { } since && asked.Contents(since + TimeSpan.FromMicroseconds(-1)).Any(content => content.Reason.Allows),
            best.Text.StartsWith("window-open:", StringComparison.Ordinal) && grant?.After is { } after && standing?.FirstServed(after.Notice, Instant.MinValue) is { } served ? served + after.Window : null,
            grant?.NotBefore is { } start && start > terms.At ? start : null,
            terms.Suspensions.FirstOrDefault(suspension => best.Text.Split('/')[0] == FormattableString.Invariant($"suspended:{suspension.Position}")));
    }
}

/// <summary>Asks the reference about one member's typical contents.</summary>
internal sealed class MemberQuestions(Terms terms, Standing? standing)
{
    private static readonly SubjectId Member = SubjectId.From("member")!.Value;

    /// <param name="created">When the contents were made.</param>
    public IEnumerable<ContentUse> Contents(Instant created) => Ask(terms, standing, created);

    /// <summary>Whether nothing but a consent is missing once nobody has chosen and nothing is paused.</summary>
    public bool AsksForConsent()
    {
        if (standing is null) return false;
        var silent = new Standing { Regions = standing.Regions, Birth = standing.Birth, Status = standing.Status, Notices = standing.Notices };
        var reasons = Ask(terms with { Suspensions = [] }, silent, terms.At).Select(content => content.Reason.Text).ToList();
        return !reasons.Any(reason => reason.StartsWith("granted:", StringComparison.Ordinal)) && reasons.Any(reason => reason.StartsWith("consent-not-given:", StringComparison.Ordinal));
    }

    private static IEnumerable<ContentUse> Ask(Terms asked, Standing? of, Instant created)
    {
        if (asked.Policy is null) return [new("", "", null, new Reasons(asked).NoPolicy, false, new Reasons(asked).NoPolicy)];
        var reference = new ReferencePolicy(asked, new Reasons(asked), _ => of, _ => null);
        var besidesPauses = new ReferencePolicy(asked with { Suspensions = [] }, new Reasons(asked with { Suspensions = [] }), _ => of, _ => null);
        return TypicalUse.ContentsOf(asked.Policy, created).Select(content => new ContentUse(content.Kind!, content.Visibility!, content.Service, reference.Decide(By(content)).Reason, false, besidesPauses.Decide(By(content)).Reason));
    }

    private static Record By(Record content) => new()
    {
        Id = content.Id,
        Author = Member,
        Kind = content.Kind,
        Labels = content.Labels,
        Visibility = content.Visibility,
        Service = content.Service,
        Created = content.Created,
    };
}
