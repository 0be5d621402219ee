using Headgate.Engine;
using static Headgate.Server.Pages.Texts;

namespace Headgate.Server.Pages;

/// <summary>Says to a member what holds for them.</summary>
internal static class MemberWords
{
    /// <summary>The state of a purpose and why, in a sentence or two.</summary>
    public static string State(MemberUse use, PublicFacts.Known facts)
    {
        var reason = use.Reason.Text;
        var kind = reason.Split(':')[0];
        var words = kind switch
        {
            _ when reason.Contains("/unknown-", StringComparison.Ordinal) && use.Pause is null => Say("me.unknown", Unknown(reason)),
            "granted" => Say(use.AsksForConsent || use.Choice == Choice.Consented ? "me.consented" : "me.used"),
            "suspended" when use.Pause is { } pause => Say("me.paused", ActWords.Where(pause.Regions), Day(pause.Begun), facts.Act<Suspended>(pause.Position)?.Authority),
            "objected" when use.EarlierIsUsed => Say("me.objected-later", Day(use.Since!.Value)),
            "objected" => Say("me.objected", Day(use.Since!.Value)),
            "window-open" => Say("me.window", Moment(use.WindowEnds!.Value)),
            "notice-not-served" => Say("me.not-told"),
            "not-yet" => Say("me.not-yet", use.Begins is { } begins ? Day(begins) : ""),
            "consent-not-given" => Say("me.no-consent"),
            "unknown-subject" => Say("me.unknown", Say("unknown.you")),
            "unknown-region" => Say("me.unknown", Say("unknown.region")),
            "not-active" => Say("me.not-active"),
            "denied" => Say("me.denied", use.Reason.Because),
            "no-policy" => Say("me.no-policy"),
            _ => Say("me.no-grant"),
        };
        return use.State != UseState.Used && use.Choice == Choice.Objected && kind != "objected" ? $"{words} {Say("me.objected-too", Day(use.Since!.Value))}" : words;
    }

    /// <summary>What a statement about them says.</summary>
    public static string Said(Recorded said, PublicFacts.Known facts) => said.Statement switch
    {
        ChoiceMade { Choice: Choice.Objected } made => Say("said.objected", ActWords.Title(facts, made.Purpose)),
        ChoiceMade { Choice: Choice.Consented } made => Say("said.consented", ActWords.Title(facts, made.Purpose)),
        ChoiceMade made => Say("said.unset", ActWords.Title(facts, made.Purpose)),
        NoticeServed served => Say("said.served", ActWords.Notice(facts, served.Notice)),
        NoticeBounced bounced => Say("said.bounced", ActWords.Notice(facts, bounced.Notice)),
        MemberDescribed member => Say("said.described", ActWords.List([.. Described(member)])),
        _ => Say("said.other"),
    };

    private static IEnumerable<string> Described(MemberDescribed member)
    {
        if (member.Regions is { } regions) yield return Say("said.regions", regions.Count == 0 ? Say("said.none") : ActWords.List([.. regions.Select(region => RegionWords.Name(region.Code))]), member.Source);
        if (member.Birth is { } birth) yield return birth.Value is { } range ? range.Earliest == range.Latest ? Say("said.born", Day(range.Earliest)) : Say("said.born-range", Day(range.Earliest), Day(range.Latest)) : Say("said.birth-unknown");
        if (member.Status is { } status) yield return Say($"said.status-{status.ToString().ToLowerInvariant()}");
    }

    private static string Unknown(string reason) => Say($"unknown.{reason[(reason.IndexOf("/unknown-", StringComparison.Ordinal) + 9)..] switch { "age" or "age-at-creation" => "age", "region" => "region", _ => "other" }}");
}
