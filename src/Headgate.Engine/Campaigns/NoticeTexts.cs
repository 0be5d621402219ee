using System.Security.Cryptography;
using System.Text;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>The texts of a notice in its languages: what is sent is what was published.</summary>
public static class NoticeTexts
{
    private const int MostBytes = 4 << 20;

    /// <summary>Where a text says how to object; put at its end where it does not.</summary>
    public const string ObjectPlace = "{object}";

    /// <summary>Where a text says where it can be read.</summary>
    public const string ReadPlace = "{read}";

    /// <summary>Where a text says how to get no more messages.</summary>
    public const string UnsubscribePlace = "{unsubscribe}";

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <param name="published">SHA-256 in hex of the text that was published with the policy; null where none was.</param>
    /// <exception cref="BadInputException">A text is missing, or is in a language that the notice does not declare.</exception>
    /// <exception cref="RefusedException">None of them is the one that was published.</exception>
    internal static IReadOnlyList<NoticeText> Check(PolicyNotice notice, string? published, IReadOnlyList<(string Language, byte[] Text)> given, CampaignRoute route)
    {
        if (given.Count == 0)
            return route == CampaignRoute.Smtp
                ? throw new BadInputException("there is nothing to send", $"give the text of the notice: `--text {(notice.Languages.Count > 0 ? notice.Languages[0] : "en")}=FILE`")
                : [new(notice.Languages.Count > 0 ? notice.Languages[0] : "", notice.Title ?? notice.Version.Notice, "", "")];
        if (given.Select(text => text.Language).Distinct().Count() < given.Count) throw new BadInputException("a language is given twice", "give one text a language");
        foreach (var (language, _) in given)
            if (notice.Languages.Count > 0 && !notice.Languages.Contains(language))
                throw new BadInputException($"the notice `{notice.Version.Notice}` does not declare the language `{language}`", Nearest.Hint(language, notice.Languages));
        var texts = given.Select(text => Read(notice, text.Language, text.Text)).ToList();
        if (published is not null && texts.All(text => text.Sha256 != published))
            throw new RefusedException($"none of the texts is the one that was published for `{notice.Version}`", "send what was published, or publish the new text under a new version first");
        return texts;
    }

    /// <summary>The language in which somebody is told: theirs, one of the same kind, else the first.</summary>
    internal static string Choose(IReadOnlyList<NoticeText> texts, string? language)
    {
        if (language is not null)
        {
            foreach (var text in texts)
                if (string.Equals(text.Language, language, StringComparison.OrdinalIgnoreCase))
                    return text.Language;
            foreach (var text in texts)
                if (text.Language.Length > 0 && string.Equals(Primary(text.Language), Primary(language), StringComparison.OrdinalIgnoreCase))
                    return text.Language;
        }
        return texts[0].Language;
    }

    /// <summary>A text with the links of one person.</summary>
    internal static string With(NoticeText text, NoticeLinks links)
    {
        var words = NoticeWords.In(text.Language);
        var body = new StringBuilder(text.Text.ReplaceLineEndings("\n").TrimEnd()).Append('\n');
        if (!text.Text.Contains(ObjectPlace, StringComparison.Ordinal)) body.Append($"\n{words.Objecting}\n{ObjectPlace}\n");
        if (!text.Text.Contains(ReadPlace, StringComparison.Ordinal)) body.Append($"\n{words.Read}\n{ReadPlace}\n");
        if (!text.Text.Contains(UnsubscribePlace, StringComparison.Ordinal)) body.Append($"\n{words.Unsubscribe}\n{UnsubscribePlace}\n");
        return body.Replace(ObjectPlace, links.Objection).Replace(ReadPlace, links.Read).Replace(UnsubscribePlace, links.Unsubscribe).ToString();
    }

    private static NoticeText Read(PolicyNotice notice, string language, byte[] bytes)
    {
        if (bytes.Length is 0 or > MostBytes) throw new BadInputException($"the text in `{language}` has {bytes.Length} bytes", "a notice is a text that people read");
        try
        {
            var text = Strict.GetString(bytes);
            if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))) throw new BadInputException($"the text in `{language}` holds control characters", "a notice is a text that people read");
            var heading = text.TrimStart('\uFEFF').Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
            return new(language, heading is { Length: > 0 } ? heading : notice.Title ?? notice.Version.Notice, text.TrimStart('\uFEFF'), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (DecoderFallbackException)
        {
            throw new BadInputException($"the text in `{language}` is not UTF-8", "save the file as UTF-8");
        }
    }

    private static string Primary(string language) => language.Split('-', '_')[0];
}
