using static Headgate.Server.Pages.Texts;

namespace Headgate.Server.Pages;

/// <summary>Says what a pause is limited to, or can be.</summary>
internal static class PauseWords
{
    /// <summary>The regions that some authority speaks for and that are named first, with what they are called.</summary>
    public static IEnumerable<(string Word, string Name)> Groups()
    {
        yield return ("EEA", UseWords.Upper(RegionWords.Say(BuiltInGroups.Find("EEA"))));
        yield return ("GB", UseWords.Upper(RegionWords.Name("GB")));
        yield return ("UK-crown-dependencies", UseWords.Upper(RegionWords.Say(BuiltInGroups.Find("UK-crown-dependencies"))));
        yield return ("Gibraltar", RegionWords.Name("GI"));
        yield return ("CH", RegionWords.Name("CH"));
    }

    /// <summary>The service and the collection window, each where there is one.</summary>
    public static string Limits(Suspension pause) => Limits(pause.Service, pause.CollectedFrom, pause.CollectedTo);

    public static string Limits(string? service, Instant? from, Instant? to) => string.Concat(
        service is null ? "" : Say("pause.service", service),
        (from, to) switch
        {
            ({ } begin, { } end) => Say("pause.collected-between", Day(begin), Day(end)),
            ({ } begin, null) => Say("pause.collected-from", Day(begin)),
            (null, { } end) => Say("pause.collected-before", Day(end)),
            _ => "",
        });
}
