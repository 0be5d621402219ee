namespace CareerNetwork.Pages;

/// <summary>What a member is told of their own settings.</summary>
/// <param name="Training">Whether an ordinary post of theirs may be used to train AI now.</param>
/// <param name="Choices">What they chose; null where Headgate does not answer.</param>
/// <param name="Pause">The pause that holds; null where none does, or nothing can be said of it.</param>
public sealed record MySettings(UseAnswer Training, MemberChoices? Choices, Pause? Pause)
{
    public static async Task<MySettings> OfAsync(HeadgateApi headgate, Person person, CancellationToken cancellation)
    {
        var answer = (await headgate.MayUseAsync([Typical(person)], HeadgateApi.Train, cancellation))[0];
        var pause = answer.Kind == "suspended" ? await headgate.PauseAsync(answer.Reason.Split(':', '/').ElementAtOrDefault(1) ?? "", cancellation) : null;
        return new(answer, await headgate.ChoicesAsync(person.Id, cancellation), pause);
    }

    /// <summary>A public post with nobody else in it, as they might write it now.</summary>
    public static Post Typical(Person person) => new("typical", person.Id, "post", "", DateTimeOffset.UtcNow.AddSeconds(-1), []);

    /// <summary>The state in words.</summary>
    public string InWords(Person person) => Training.Kind switch
    {
        "granted" when Choices?.Of(HeadgateApi.Train).Choice == "consented" => $"Used, because you agreed on {Words.Day(Choices.Of(HeadgateApi.Train).Since)}.",
        "granted" => "Used unless you object.",
        "suspended" when Pause is { } pause => $"Not used: paused in {Words.Country(person.Region)} since {Words.Day(pause.Since)} ({pause.Authority}).",
        "suspended" => $"Not used: paused in {Words.Country(person.Region)}.",
        "objected" => $"Not used: you objected on {Words.Day(Choices?.Of(HeadgateApi.Train).Since ?? "")}.",
        "window-open" => "Not used yet: you can object before anything is.",
        "notice-not-served" => "Not used: you were not told yet.",
        "consent-not-given" => "Not used: where you are, you would have to agree first.",
        "denied" => $"Not used, whatever you choose: {Words.Reason(Training.Reason)}.",
        "unreachable" => "Not used: Headgate does not answer, and without an answer nothing of anybody is used.",
        _ => $"Not used: {Words.Reason(Training.Reason)}.",
    };
}
