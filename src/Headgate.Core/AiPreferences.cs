using Headgate.StructuredFields;

namespace Headgate;

/// <summary>What an AIPREF statement says of a category of use (draft-ietf-aipref-vocab-07).</summary>
public enum Preference
{
    Unknown = 0,
    Allow = 1,
    Disallow = 2,
}

/// <summary>Reads <c>Content-Usage</c> (draft-ietf-aipref-attach-05): an RFC 9651 dictionary whose tokens <c>y</c> and <c>n</c> allow and disallow.</summary>
public static class AiPreferences
{
    /// <summary>The categories that the vocabulary names: model training and search.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["train-ai", "search"];

    /// <summary>The preference of several statements together: any disallow wins, then any allow (draft-ietf-aipref-vocab-07, section 5).</summary>
    public static Preference Combine(IReadOnlyList<string> statements, string label)
    {
        var preference = Preference.Unknown;
        foreach (var statement in statements)
            if (Parse(statement, label) is var one && one > preference)
                preference = one;
        return preference;
    }

    /// <summary>The preference of one statement; unknown where it does not parse or does not speak of the label.</summary>
    public static Preference Parse(string statement, string label)
    {
        if (StructuredField.ParseDictionary(statement) is not { } dictionary || !dictionary.TryGetValue(label, out var member) || member is not Item said)
            return Preference.Unknown;
        if (said.Value.IsToken("n")) return Preference.Disallow;
        return said.Value.IsToken("y") ? Preference.Allow : Preference.Unknown;
    }
}
