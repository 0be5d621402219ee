using System.Text.Json;
using Headgate.Server;

namespace Headgate.Tests.Server;

/// <summary>The decisions that the standard's certification asks for: alice and bob, and records that may be archived.</summary>
internal sealed class AuthZenFixture : IDecisionSource, IDecisions
{
    private static readonly JsonElement Active = Json("""{"status": "active"}""");
    private static readonly JsonElement Archived = Json("""{"status": "archived"}""");

    public IEnumerable<string> Actions => ["read", "write", "delete"];

    public IDecisions Now() => this;

    public Decision Decide(Question question)
    {
        var (who, what, which) = (question.Subject.Id, question.Action.Name, question.Resource.Id);
        var isAdmin = Text(question.Subject.Properties, "role") == "admin" || (question.Subject.Properties is null && who == "bob");
        var isArchived = Text(question.Resource.Properties, "status") == "archived" || (question.Resource.Properties is null && which == "record-2");
        return new((who, what) switch
        {
            _ when who is not ("alice" or "bob") => false,
            (_, "read") => true,
            (_, "write") when isArchived => isAdmin,
            ("alice", "write") => true,
            ("alice", "delete") => Text(question.Action.Properties, "soft") == "true",
            _ => false,
        });
    }

    public IEnumerable<string> Subjects(string type, string? after) => type == "user" ? ((string[])["alice", "bob"]).Where(id => string.CompareOrdinal(id, after) > 0) : [];

    public void Dispose()
    {
    }

    public IEnumerable<Entity> Resources(string type) => type == "record" ? [new(type, "record-1", Active), new(type, "record-2", Archived)] : [];

    private static string? Text(JsonElement? properties, string name) => properties is { } some && some.TryGetProperty(name, out var value) ? value.ToString().ToLowerInvariant() : null;

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
