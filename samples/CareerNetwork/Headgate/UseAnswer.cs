using System.Text.Json;

namespace CareerNetwork;

/// <summary>Headgate's answer for one record.</summary>
/// <param name="Reason">Such as <c>objected</c> or <c>suspended:7</c>.</param>
/// <param name="Because">The same in a sentence, where it said one.</param>
public sealed record UseAnswer(bool Allowed, string Reason, string Because)
{
    /// <summary>No answer came: nobody is usable.</summary>
    public static UseAnswer Unreachable { get; } = new(false, "unreachable", "Headgate does not answer, so nothing of anybody is used.");

    /// <summary>The reason without what it names, such as <c>suspended</c>.</summary>
    public string Kind => Reason.Split(':', '/')[0];

    /// <summary>What a record tells crawlers by AIPREF: nothing but an answer is a yes.</summary>
    public string ContentUsage => Allowed ? "train-ai=y" : "train-ai=n";

    public static UseAnswer Read(JsonElement said)
    {
        var context = said.TryGetProperty("context", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        return new(said.TryGetProperty("decision", out var decision) && decision.ValueKind == JsonValueKind.True, Text(context, "reason") ?? "no-reason", Text(context, "because") ?? "");
    }

    private static string? Text(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What somebody chose, as Headgate keeps it.</summary>
/// <param name="ByPurpose">The choice and since when.</param>
public sealed record MemberChoices(IReadOnlyDictionary<string, (string Choice, string Since)> ByPurpose)
{
    public (string Choice, string Since) Of(string purpose) => ByPurpose.GetValueOrDefault(purpose, ("unset", ""));

    public static MemberChoices Read(JsonElement said) => new(said.TryGetProperty("choices", out var choices)
        ? choices.EnumerateArray().ToDictionary(one => one.GetProperty("purpose").GetString()!, one => (one.GetProperty("choice").GetString()!, one.GetProperty("since").GetString()!))
        : new Dictionary<string, (string, string)>());
}
