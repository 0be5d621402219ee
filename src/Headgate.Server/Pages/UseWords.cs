using Headgate.Engine;
using static Headgate.Server.Pages.Texts;

namespace Headgate.Server.Pages;

/// <summary>Says what holds for a purpose in some regions.</summary>
internal static class UseWords
{
    public static string Of(UseCell cell, PublicFacts.Known facts)
    {
        var grant = facts.Policy!.Grants.FirstOrDefault(one => cell.Leading.Reason.Text.EndsWith($":{one.Name}", StringComparison.Ordinal));
        var what = Upper(ActWords.Contents(cell.Alike));
        return cell.State switch
        {
            UseState.Used when grant is not null => Say("use.granted", what, Demands(grant, facts.Policy)),
            UseState.Waiting when grant?.NotBefore > facts.At => Say("use.not-yet", what, Day(grant.NotBefore.Value)),
            UseState.Waiting when cell.Leading.Reason.Text.StartsWith("consent", StringComparison.Ordinal) => Say("use.consent", what),
            UseState.Waiting => Say("use.waiting", what),
            UseState.Paused => Say(what.Length > 0 ? "use.paused" : "use.paused-never", what),
            _ when cell.Leading.Reason.Text == "no-grant" => Say("use.no-grant"),
            _ => cell.Leading.Reason.Because ?? Say("use.never"),
        };
    }

    /// <summary>What a grant asks for, said in one sentence.</summary>
    public static string Demands(GrantRule grant, Policy policy) => string.Join("; ", RuleWords.Demands(grant, policy));

    /// <summary>The same words as the beginning of a sentence.</summary>
    public static string Upper(string words) => words.Length == 0 ? words : $"{char.ToUpperInvariant(words[0])}{words[1..]}";
}
