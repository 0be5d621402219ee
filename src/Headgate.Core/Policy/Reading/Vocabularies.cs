using System.Text.RegularExpressions;

namespace Headgate;

/// <summary>Warns where a purpose names a term that the vocabulary meant does not know: content could speak of it, or a member's download name it, and nobody would understand.</summary>
internal sealed partial class Vocabularies(Fields fields)
{
    /// <summary>Terms of the Data Privacy Vocabulary for what this is about; it has many more.</summary>
    private static readonly string[] Terms = ["ai:ModelTraining", "ai:ModelFineTuning"];

    private const int SlipOfThePen = 2;

    /// <param name="purpose">What was written of a purpose.</param>
    public void Check(YamlMap? purpose)
    {
        if (purpose?["aipref"] is YamlText { IsNull: false } label && !AiPreferences.Labels.Contains(label.Value))
            fields.Warn(label, $"`{Names.Show(label.Value)}` is no category of AIPREF: hardly any content will speak of it", Nearest.Hint(label.Value, AiPreferences.Labels));
        if (purpose?["dpv"] is YamlText { IsNull: false } term && Problem(term.Value) is { } help)
            fields.Warn(term, $"`{Names.Show(term.Value)}` is no term of the Data Privacy Vocabulary", help);
    }

    /// <summary>What to write instead; null where the term can be one: other terms than these exist, but not one that is a slip away from them.</summary>
    private static string? Problem(string term)
    {
        if (Terms.Contains(term)) return null;
        if (Nearest.Find(term, Terms, SlipOfThePen) is { } near) return $"did you mean `{near}`?{Names.Stranger(term)}";
        return Form().IsMatch(term) ? null : $"write a prefix and a term, such as `{Terms[0]}`{Names.Stranger(term)}";
    }

    [GeneratedRegex("^[a-z][a-z-]*:[A-Z][A-Za-z0-9-]*$")]
    private static partial Regex Form();
}
