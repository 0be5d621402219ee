using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CareerNetwork;

/// <summary>What the network asks Headgate and tells it. Where no answer comes, the answer is no.</summary>
public sealed class HeadgateApi(HttpClient http)
{
    public const string Train = "train-generative-ai";
    public const string Assist = "assist-writing";

    private const string NobodyToAsk = "no writing model can be asked just now";

    // What is not there is not said.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Says who the members are, as they declared it.</summary>
    public Task<bool> DescribeAsync(IEnumerable<Person> people, CancellationToken cancellation) => TellAsync("/v1/subjects", new
    {
        subjects = people.Select(person => new { subject = person.Id, regions = (string[])[person.Region], born = person.Born, status = "active" }),
    }, "members-1", cancellation);

    /// <summary>Says that everybody was told.</summary>
    public Task<bool> ServedAsync(string notice, IEnumerable<Person> people, DateTimeOffset at, CancellationToken cancellation) => TellAsync("/v1/notices/served", new
    {
        notice,
        subjects = people.Select(person => new { subject = person.Id, at = Time(at) }),
    }, $"served-{notice}", cancellation);

    /// <summary>Records a choice.</summary>
    /// <param name="choice"><c>objected</c>, <c>consented</c> or <c>unset</c>.</param>
    /// <returns>The receipt; null where it was not recorded.</returns>
    public async Task<string?> ChooseAsync(string person, string purpose, string choice, CancellationToken cancellation) =>
        await AskAsync(HttpMethod.Post, "/v1/choices", new { subject = person, purpose, choice, channel = "settings" }, cancellation) is { } said ? Text(said, "receipt") ?? "" : null;

    /// <summary>Whether records may be used for a purpose now, in their order; <see cref="UseAnswer.Unreachable"/> for each where no answer comes.</summary>
    public async Task<IReadOnlyList<UseAnswer>> MayUseAsync(IReadOnlyList<Post> posts, string purpose, CancellationToken cancellation)
    {
        if (posts.Count == 0) return [];
        var asked = new { action = new { name = purpose }, evaluations = posts.Select(post => new { subject = new { type = "member", id = post.Author }, resource = ExportedRecord.Of(post).AsResource() }) };
        if (await AskAsync(HttpMethod.Post, "/access/v1/evaluations", asked, cancellation) is not { } said || !said.TryGetProperty("evaluations", out var answers) || answers.GetArrayLength() != posts.Count)
            return [.. posts.Select(_ => UseAnswer.Unreachable)];
        return [.. answers.EnumerateArray().Select(UseAnswer.Read)];
    }

    /// <summary>What Headgate knows that somebody chose; null where it cannot be asked.</summary>
    public async Task<MemberChoices?> ChoicesAsync(string person, CancellationToken cancellation) =>
        await AskAsync(HttpMethod.Get, $"/v1/subjects/{Uri.EscapeDataString(person)}", null, cancellation) is { } said ? MemberChoices.Read(said) : null;

    /// <summary>Who imposed a pause, and since when; null where that cannot be said.</summary>
    public async Task<Pause?> PauseAsync(string id, CancellationToken cancellation) =>
        await AskAsync(HttpMethod.Get, "/v1/suspensions", null, cancellation) is { ValueKind: JsonValueKind.Array } said
            && said.EnumerateArray().FirstOrDefault(one => Text(one, "id") == id) is { ValueKind: JsonValueKind.Object } found
            ? new(Text(found, "authority") ?? "", Text(found, "since") ?? "", Text(found, "reference") ?? "")
            : null;

    /// <summary>A short-lived link to the member's own page at Headgate; null where none can be had.</summary>
    public async Task<string?> MemberLinkAsync(string person, CancellationToken cancellation) =>
        await AskAsync(HttpMethod.Post, "/v1/member-links", new { subject = person, minutes = 10 }, cancellation) is { } said ? Text(said, "url") : null;

    /// <summary>How a text may go on.</summary>
    public async Task<Suggested> SuggestAsync(string person, string text, CancellationToken cancellation)
    {
        if (await AskAsync(HttpMethod.Post, "/suggest/v1/suggestions", new { text, subject = person, most = 3 }, cancellation) is not { } said) return new(false, NobodyToAsk, []);
        if (!said.TryGetProperty("decision", out var decision) || decision.ValueKind != JsonValueKind.True) return new(false, Refused(said), []);
        return new(true, "", [.. said.GetProperty("suggestions").EnumerateArray().Select(one => Text(one, "insert") ?? "").Where(insert => insert.Length > 0)]);
    }

    /// <summary>A first draft from a member's own profile, where they have asked for help with writing.</summary>
    /// <param name="kind"><c>post</c>, <c>resume</c> or <c>recruiter-message</c>.</param>
    public async Task<Drafted> DraftAsync(Person person, string kind, string? about, string? to, CancellationToken cancellation)
    {
        var asked = new { kind, profile = ProfileDocument.Of(person), subject = person.Id, tone = "warm", about, to };
        return await SendAsync(HttpMethod.Post, "/suggest/v1/drafts", asked, cancellation) switch
        {
            (HttpStatusCode.OK, { } said) => Drafted.Read(said),
            (HttpStatusCode.Forbidden, { } said) => Drafted.None(Refused(said)),
            _ => Drafted.None(NobodyToAsk),
        };
    }

    /// <summary>Whether Headgate answers at all.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> TellAsync(string path, object body, string once, CancellationToken cancellation) => await AskAsync(HttpMethod.Post, path, body, cancellation, once) is not null;

    /// <returns>Null where no answer came, or it was not a yes.</returns>
    private async Task<JsonElement?> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancellation, string? once = null) =>
        await SendAsync(method, path, body, cancellation, once) is ( >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices, var said) ? said ?? default(JsonElement) : null;

    /// <returns>The status, null where no answer came; and the answer, null where it is empty.</returns>
    private async Task<(HttpStatusCode? Status, JsonElement? Said)> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation, string? once = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, new MediaTypeHeaderValue("application/json"), Json) };
            if (once is not null) request.Headers.Add("Idempotency-Key", $"{Network.Service}-{once}");
            using var response = await http.SendAsync(request, cancellation);
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            return (response.StatusCode, isJson ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellation) : null);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (null, null);
        }
    }

    /// <summary>Why nobody is helped to write now.</summary>
    private static string Refused(JsonElement said) => Text(said, "reason") is { } reason && reason.StartsWith("suspended", StringComparison.Ordinal) ? "help with writing is paused" : "you have not asked for help with writing";

    private static string? Text(JsonElement said, string name) => said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

/// <param name="Allowed">Whether help with writing is allowed and can be had.</param>
/// <param name="Why">Why not; empty where it is.</param>
public sealed record Suggested(bool Allowed, string Why, IReadOnlyList<string> Inserts);

/// <summary>A pause as a member is told of it.</summary>
public sealed record Pause(string Authority, string Since, string Reference);
