namespace Headgate.Engine;

/// <summary>What a board says of a purpose in a region: the reason of a verdict, in one word.</summary>
public enum UseState
{
    /// <summary>No grant, or a deny rule.</summary>
    Never,

    /// <summary>A grant whose notice, window or date is still to come.</summary>
    Waiting,

    /// <summary>Suspended.</summary>
    Paused,

    Used,
}

/// <summary>Reads a state from the reason of a verdict.</summary>
public static class UseStates
{
    /// <param name="reason">As <c>semantics.md</c> writes it, such as <c>window-open:legitimate-interests</c>.</param>
    public static UseState Of(string reason) => reason.Split(':')[0] switch
    {
        "granted" => UseState.Used,
        "suspended" => UseState.Paused,
        "not-yet" or "notice-not-served" or "window-open" or "consent-not-given" => UseState.Waiting,
        _ => UseState.Never,
    };

    /// <summary>The state as it is written.</summary>
    public static string Word(UseState state) => state switch
    {
        UseState.Used => "used",
        UseState.Paused => "paused",
        UseState.Waiting => "waiting",
        _ => "never",
    };
}
