namespace Headgate;

/// <summary>What the content itself says about its use (semantics.md, Record: signals). Silence is no signal.</summary>
/// <param name="ContentUsage">Statements of AIPREF preferences, each an RFC 9651 dictionary such as <c>train-ai=n</c>.</param>
/// <param name="TdmReservation">TDMRep: rights on text and data mining are reserved.</param>
/// <param name="IptcDataMining">IPTC/PLUS data mining is prohibited.</param>
/// <param name="C2pa">A C2PA/CAWG training-mining assertion disallows it.</param>
public sealed record ContentSignals(IReadOnlyList<string> ContentUsage, bool TdmReservation, bool IptcDataMining, bool C2pa)
{
    public static ContentSignals None { get; } = new([], false, false, false);

    /// <summary>The first signal, in the order of semantics.md, that disallows the purpose; null where none does.</summary>
    public Signal? Disallowing(Purpose purpose)
    {
        if (purpose.AiprefLabel is { } label && AiPreferences.Combine(ContentUsage, label) == Preference.Disallow) return Signal.ContentUsage;
        if (TdmReservation) return Signal.TdmReservation;
        if (IptcDataMining) return Signal.IptcDataMining;
        return C2pa ? Signal.C2pa : null;
    }
}

/// <summary>The signals of content, in the order of semantics.md.</summary>
public enum Signal
{
    ContentUsage = 0,
    TdmReservation = 1,
    IptcDataMining = 2,
    C2pa = 3,
}

/// <summary>The words for signals in reasons.</summary>
public static class Signals
{
    private static readonly string[] Words = ["content-usage", "tdm-reservation", "iptc-data-mining", "c2pa"];

    public static IReadOnlyList<Signal> All { get; } = [Signal.ContentUsage, Signal.TdmReservation, Signal.IptcDataMining, Signal.C2pa];

    public static string Word(this Signal signal) => Words[(int)signal];
}
