using System.Text;
using System.Text.Json;

namespace Headgate.Server;

/// <summary>The three searches: every candidate is decided as a single question would be. A page ends after so many results, or after so many candidates, so that no search holds the server up.</summary>
internal static class AuthZenSearch
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;
    private const int MostCandidates = 20_000;

    public static Task Subjects(HttpContext context, IDecisionSource source) => SearchAsync(context, (root, after) =>
    {
        var (type, properties) = AuthZenRequest.Sought(AuthZenRequest.Need(root, "subject"), "subject");
        var (action, resource) = (AuthZenRequest.Action(AuthZenRequest.Need(root, "action")), AuthZenRequest.Entity(AuthZenRequest.Need(root, "resource"), "resource"));
        var decisions = source.Now();
        return (decisions, decisions.Subjects(type, after).Select(id => new Candidate(
            new(new(type, id, properties), action, resource), id, json => Write(json, type, id))));
    });

    public static Task Resources(HttpContext context, IDecisionSource source) => SearchAsync(context, (root, after) =>
    {
        var (type, properties) = AuthZenRequest.Sought(AuthZenRequest.Need(root, "resource"), "resource");
        var (subject, action) = (AuthZenRequest.Entity(AuthZenRequest.Need(root, "subject"), "subject"), AuthZenRequest.Action(AuthZenRequest.Need(root, "action")));
        var decisions = source.Now();
        return (decisions, decisions.Resources(type).Select(resource => new Candidate(
            new(subject, action, resource with { Properties = resource.Properties ?? properties }), resource.Id, json => Write(json, resource.Type, resource.Id))).After(after));
    });

    public static Task Actions(HttpContext context, IDecisionSource source) => SearchAsync(context, (root, after) =>
    {
        var (subject, resource) = (AuthZenRequest.Entity(AuthZenRequest.Need(root, "subject"), "subject"), AuthZenRequest.Entity(AuthZenRequest.Need(root, "resource"), "resource"));
        var decisions = source.Now();
        return (decisions, decisions.Actions.Select(name => new Candidate(new(subject, new(name), resource), name, json => json.WriteString("name", name))).After(after));
    });

    private static Task SearchAsync(HttpContext context, Func<JsonElement, string?, (IDecisions, IEnumerable<Candidate>)> read) => AuthZenEndpoints.AnswerAsync(context, async () =>
    {
        using var document = await AuthZenRequest.ReadAsync(context.Request, AuthZenRequest.Parse, context.RequestAborted);
        await AuthZenAnswer.SendAsync(context, Found(document.RootElement, read, context.RequestAborted));
    });

    private static Action<Utf8JsonWriter> Found(JsonElement root, Func<JsonElement, string?, (IDecisions, IEnumerable<Candidate>)> read, CancellationToken cancellation)
    {
        var (limit, after) = Page(root);
        var (decisions, candidates) = read(root, after);
        using var held = decisions;
        var (found, seen, last) = (new List<Candidate>(), 0, (string?)null);
        var isMore = false;
        foreach (var candidate in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            isMore = found.Count == limit || seen == MostCandidates;
            if (isMore) break;
            seen++;
            last = candidate.Key;
            if (decisions.Decide(candidate.Question).Allows) found.Add(candidate);
        }
        var token = isMore && last is not null ? Convert.ToBase64String(Encoding.UTF8.GetBytes(last)) : "";
        return json =>
        {
            json.WriteStartArray("results");
            foreach (var one in found)
            {
                json.WriteStartObject();
                one.Write(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("page");
            json.WriteString("next_token", token);
            json.WriteNumber("count", found.Count);
            json.WriteEndObject();
        };
    }

    /// <summary>How many results a page holds, and the last candidate of the page before.</summary>
    private static (int Limit, string? After) Page(JsonElement root)
    {
        if (AuthZenRequest.Optional(root, "page", JsonValueKind.Object) is not { } page) return (UsualPage, null);
        var limit = UsualPage;
        if (AuthZenRequest.Optional(page, "limit", JsonValueKind.Number) is { } number && (!number.TryGetInt32(out limit) || limit < 1))
            throw new BadRequestException("`page.limit` is not a positive whole number");
        if (AuthZenRequest.Optional(page, "token", JsonValueKind.String)?.GetString() is not { Length: > 0 } token) return (Math.Min(limit, LargestPage), null);
        try
        {
            return (Math.Min(limit, LargestPage), new UTF8Encoding(false, true).GetString(Convert.FromBase64String(token)));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new BadRequestException("`page.token` is not one that a page gave");
        }
    }

    private static void Write(Utf8JsonWriter json, string type, string id)
    {
        json.WriteString("type", type);
        json.WriteString("id", id);
    }

    private static IEnumerable<Candidate> After(this IEnumerable<Candidate> candidates, string? last) => last is null ? candidates : candidates.SkipWhile(one => one.Key != last).Skip(1);

    private sealed record Candidate(Question Question, string Key, Action<Utf8JsonWriter> Write);
}
