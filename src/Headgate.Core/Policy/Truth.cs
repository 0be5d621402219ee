namespace Headgate;

/// <summary>What can be said of a condition: false, unknown or true, in that order (semantics.md, Unknown).</summary>
public enum Truth : byte
{
    False = 0,
    Unknown = 1,
    True = 2,
}

/// <summary>Kleene's connectives.</summary>
public static class Truths
{
    public static Truth Of(bool holds) => holds ? Truth.True : Truth.False;

    public static Truth Not(this Truth truth) => (Truth)(2 - (byte)truth);

    /// <summary>What two possible worlds say together: what they agree on, else unknown.</summary>
    public static Truth Agreed(bool one, bool other) => one == other ? Of(one) : Truth.Unknown;
}
