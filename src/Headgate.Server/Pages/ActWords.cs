using Headgate.Engine;
using static Headgate.Server.Pages.Texts;

namespace Headgate.Server.Pages;

/// <summary>Says public acts as people would.</summary>
internal static class ActWords
{
    public static string Say(Recorded act, PublicFacts.Known facts) => act.Statement switch
    {
        PolicyPublished published => Published(act, published),
        Suspended suspended => Texts.Say("act.suspended", Title(facts, suspended.Purpose), Where(suspended.Regions), suspended.Authority),
        Lifted lifted when facts.Act<Suspended>(lifted.Suspension) is { } suspended => Lift(lifted, suspended, facts),
        DataSetSealed seal => Texts.Say("act.sealed", Title(facts, seal.Purpose), Number(seal.Kept), Number(seal.Input)),
        PermitGiven permit => Texts.Say("act.permit", permit.DataSet, permit.Run),
        PermitEnded ended => Texts.Say("act.permit-ended", ended.Permit, PermitEnd(ended.Reason)),
        ConcernOpened concern => Texts.Say("act.concern", concern.Authority, concern.Text),
        ConcernAnswered answer => Texts.Say("act.answer", answer.Concern, answer.Text),
        ConcernClosed closed => Texts.Say("act.closed", closed.Concern),
        CommitmentMade made => Texts.Say("act.commitment", made.Authority, made.Text),
        CommitmentFulfilled done => Texts.Say("act.fulfilled", done.Commitment),
        ModelTrained trained => Texts.Say("act.trained", trained.Name, Number(trained.Records), Number(trained.Authors)),
        ModelForgot forgot => Texts.Say("act.forgot", forgot.Name, Count("people", forgot.People)),
        Erased erased => Count("act.erased", erased.Statements),
        TookHold held => Texts.Say("act.took-hold", held.Suspension, Number(held.Took.TotalMilliseconds, "0.0")),
        KeyChanged => Texts.Say("act.key"),
        _ => Texts.Say("act.other"),
    };

    /// <summary>The kinds of acts that say what may be used and what not.</summary>
    public static bool ChangesUse(Recorded act) => act.Statement is PolicyPublished or Suspended or Lifted;

    /// <summary>What people are told that a purpose is.</summary>
    public static string Title(PublicFacts.Known facts, string purpose) => facts.Policy?.Purposes.GetValueOrDefault(purpose)?.Title ?? purpose;

    /// <summary>Where something is, within a sentence: <c>in France</c>, <c>everywhere</c>.</summary>
    public static string Where(IReadOnlyCollection<string>? regions) => RegionWords.Say(regions) is var words && words.StartsWith("everywhere", StringComparison.Ordinal) ? words : Texts.Say("in", words);

    /// <summary>Kinds of content with what they have in common said once: <c>public posts, comments and photos</c>.</summary>
    public static string Contents(IEnumerable<ContentUse> contents)
    {
        var several = contents.Select(content => content.Service).Distinct().Count() > 1;
        var parts = contents.GroupBy(content => (content.Service, content.Kind))
            .Select(group => (group.Key.Service, group.Key.Kind, Visibilities: string.Join('|', group.Select(content => content.Visibility))))
            .GroupBy(group => (group.Service, group.Visibilities))
            .Select(group => string.Concat(Shown(group.Key.Visibilities), List([.. group.Select(one => RuleWords.Kinds(one.Kind))]), several && group.Key.Service is { } service ? Texts.Say("on-service", service) : ""));
        return string.Join("; ", parts);
    }

    public static string List(IReadOnlyList<string> words) => words switch
    {
        [] => "",
        [var one] => one,
        _ => Texts.Say("list", string.Join(", ", words.SkipLast(1)), words[^1]),
    };

    public static string Window(TimeSpan window) => Count("days", (long)Math.Ceiling(window.TotalDays));

    public static string PermitEnd(string reason) => reason switch
    {
        PermitState.Closed => Texts.Say("permit.closed"),
        PermitState.Expired => Texts.Say("permit.expired"),
        _ => Texts.Say("permit.revoked", reason),
    };

    private static string Shown(string visibilities) => visibilities.Split('|') is var shown && shown.Length == Visibilities.All.Count ? "" : $"{List([.. shown.Select(one => Texts.Say($"visibility.{one}"))])} ";

    private static string Published(Recorded act, PolicyPublished published)
    {
        var policy = PolicyReader.Read(published.Text).Policy;
        return published.Override is { } by
            ? Texts.Say("act.published-override", policy?.Name, policy?.Version, by.By, by.Reason)
            : Texts.Say("act.published", policy?.Name, policy?.Version);
    }

    private static string Lift(Lifted lifted, Suspended suspended, PublicFacts.Known facts) => lifted switch
    {
        { After: { } notice, Window: { } window } => Texts.Say("act.lifted-after", Title(facts, suspended.Purpose), Where(suspended.Regions), Notice(facts, notice), Window(window)),
        { Override: { } by } => Texts.Say("act.lifted-override", Title(facts, suspended.Purpose), Where(suspended.Regions), by.By, by.Reason),
        _ => Texts.Say("act.lifted", Title(facts, suspended.Purpose), Where(suspended.Regions)),
    };

    /// <summary>The title of a notice.</summary>
    public static string Notice(PublicFacts.Known facts, NoticeVersion notice) => facts.Policy?.Notices.GetValueOrDefault(notice.Notice)?.Title ?? notice.ToString();
}
