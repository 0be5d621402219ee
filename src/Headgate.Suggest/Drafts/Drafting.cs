using System.Text;
using Headgate.Suggest.Model;

namespace Headgate.Suggest.Drafts;

/// <summary>Drafts from a member's own profile alone: what it does not say is not said. A model lends wordings that many people use; without one there is a draft all the same.</summary>
public static class Drafting
{
    private const int MostHighlights = 3;

    /// <param name="profile">The member's own.</param>
    /// <param name="model">Null where none is to be used.</param>
    /// <exception cref="ArgumentException">The profile says nothing that a draft could begin with.</exception>
    public static Draft Write(JsonResume profile, DraftRequest request, PhraseModel? model)
    {
        if (profile.Basics?.Label is null && profile.Work is null or [] && profile.Skills is null or [] && profile.Basics?.Summary is null)
            throw new ArgumentException("the profile has no label, summary, work or skills to begin with", nameof(profile));
        return request.Kind switch
        {
            DraftKind.Resume => Resume(profile, request),
            DraftKind.RecruiterMessage => Message(profile, request, model),
            _ => Post(profile, request, model),
        };
    }

    private static Draft Post(JsonResume profile, DraftRequest request, PhraseModel? model)
    {
        var (lines, used) = (new List<string>(), new List<Suggestion>());
        var what = request.About ?? Latest(profile)?.Summary ?? profile.Basics?.Summary;
        lines.Add(request.Tone switch
        {
            DraftTone.Warm => what is null ? "Something I would like to share with you:" : $"Something I would like to share with you: {Uncapital(what).TrimEnd('.')}.",
            DraftTone.Formal => what is null ? "A short report on my work." : $"{Capital(what).TrimEnd('.')}.",
            _ => what is null ? "A few words about my work." : $"{Capital(what).TrimEnd('.')}.",
        });
        if (request.Length != DraftLength.Brief)
        {
            if (Role(profile) is { } role) lines.Add($"I work as {role}.");
            foreach (var highlight in Highlights(profile).Take(request.Length == DraftLength.Full ? MostHighlights : 1)) lines.Add($"{Capital(highlight).TrimEnd('.')}.");
        }
        if (request.Length == DraftLength.Full && Skills(profile) is { Length: > 0 } skills) lines.Add($"What it took: {skills}.");
        Borrow(model, request.Tone == DraftTone.Formal ? "I would be " : "I am looking ", lines, used);
        return new(request.Kind, $"{Draft.Mark}\n\n{string.Join("\n\n", lines)}\n", used, null);
    }

    private static Draft Message(JsonResume profile, DraftRequest request, PhraseModel? model)
    {
        var (lines, used) = (new List<string>(), new List<Suggestion>());
        lines.Add(request.Tone switch
        {
            DraftTone.Formal => request.To is null ? "Dear Sir or Madam," : $"Dear {request.To},",
            _ => request.To is null ? "Hello," : $"Hello {request.To},",
        });
        var body = new StringBuilder();
        body.Append(request.About is { } about ? $"I am writing about {about}." : "I am writing because I am open to a new position.");
        if (Role(profile) is { } role) body.Append($" I work as {role}.");
        if (request.Length != DraftLength.Brief && Skills(profile) is { Length: > 0 } skills) body.Append($" My strengths are {skills}.");
        lines.Add(body.ToString());
        if (request.Length != DraftLength.Brief)
            foreach (var highlight in Highlights(profile).Take(request.Length == DraftLength.Full ? MostHighlights : 1)) lines.Add($"{Capital(highlight).TrimEnd('.')}.");
        Borrow(model, request.Tone == DraftTone.Warm ? "I would love " : "I look forward ", lines, used);
        lines.Add(request.Tone == DraftTone.Formal ? "Yours faithfully," : "Kind regards,");
        if (profile.Basics?.Name is { } name) lines.Add(name);
        return new(request.Kind, $"{Draft.Mark}\n\n{string.Join("\n\n", lines)}\n", used, null);
    }

    private static Draft Resume(JsonResume profile, DraftRequest request)
    {
        var most = request.Length switch { DraftLength.Brief => 1, DraftLength.Medium => MostHighlights, _ => int.MaxValue };
        var basics = profile.Basics ?? new();
        var summary = basics.Summary ?? (Role(profile) is { } role ? $"{Capital(role)}{(Skills(profile) is { Length: > 0 } skills ? $", with {skills}" : "")}." : null);
        var resume = profile with
        {
            Schema = JsonResume.SchemaUri,
            Basics = basics with { Summary = summary },
            Work = profile.Work?.OrderByDescending(work => work.EndDate ?? "9999", StringComparer.Ordinal).ThenByDescending(work => work.StartDate, StringComparer.Ordinal)
                .Select(work => work with { Highlights = work.Highlights?.Take(most).ToList() }).ToList(),
            Meta = (profile.Meta ?? new()) with { Draft = true, Note = Draft.Mark },
        };
        return new(request.Kind, resume.Write(), [], ResumePage.Html(resume));
    }

    /// <summary>Adds a sentence that the model ends, if enough people end it so.</summary>
    private static void Borrow(PhraseModel? model, string beginning, List<string> lines, List<Suggestion> used)
    {
        if (model is null) return;
        var text = beginning;
        for (var round = 0; round < 3 && Suggesting.Suggest(model, text, "en", 1) is [var next]; round++)
        {
            used.Add(next);
            text += $"{next.Text} ";
            if (text.Split(' ').Length > 12) break;
        }
        if (text.Length > beginning.Length) lines.Add($"{text.TrimEnd()} …");
    }

    private static ResumeWork? Latest(JsonResume profile) => profile.Work?.MaxBy(work => (work.EndDate ?? "9999", work.StartDate ?? ""));

    private static string? Role(JsonResume profile) => (Latest(profile)?.Position, Latest(profile)?.Name, profile.Basics?.Label) switch
    {
        ({ } position, { } name, _) => $"{Uncapital(position)} at {name}",
        ({ } position, null, _) => Uncapital(position),
        (_, _, { } label) => Uncapital(label),
        _ => null,
    };

    private static IEnumerable<string> Highlights(JsonResume profile) => Latest(profile)?.Highlights ?? [];

    private static string Skills(JsonResume profile) => (profile.Skills ?? []).Select(skill => skill.Name).OfType<string>().Take(3).ToList() switch
    {
        [] => "",
        [var one] => one,
        [.. var some, var last] => $"{string.Join(", ", some)} and {last}",
    };

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Small, unless the word is an abbreviation.</summary>
    private static string Uncapital(string text) => text.Length < 2 || char.IsUpper(text[1]) ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
