using Headgate.Engine;

namespace Headgate.Server;

/// <summary>The ledger as of a position, at an instant, for the AuthZEN edge.</summary>
internal sealed class LedgerView(DecisionView view) : IDecisions
{
    public const string Member = "member";
    public const string Record = "record";

    /// <summary>Some record of a kind: its id is the kind.</summary>
    public const string Kind = "kind";

    public Instant At => view.At;

    /// <inheritdoc/>
    public IEnumerable<string> Actions => view.Purposes;

    /// <inheritdoc/>
    public Decision Decide(Question question)
    {
        var decision = Answer(question);
        Telemetry.Decided(decision.Allows);
        return decision;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Subjects(string type, string? after)
    {
        if (type != Member) yield break;
        if (!view.IsLoaded) throw new NotReadyException();
        for (var number = after is null ? 0 : 1 + NumberOf(after); number < view.People; number++)
            if (view.NameOf(number) is { } name)
                yield return name;
    }

    /// <summary>The kinds of content that the policy in force lists. Of records none: they are the platform's, and none is held here (docs/decisions/0080).</summary>
    public IEnumerable<Entity> Resources(string type) => type == Kind ? view.Kinds.Select(kind => new Entity(Kind, kind)) : [];

    public void Dispose() => view.Dispose();

    private int NumberOf(string id) => view.Find(System.Text.Encoding.UTF8.GetBytes(id)) is var number and not Asked.Stranger
        ? number
        : throw new BadRequestException("`page.token` names somebody who is no longer here: begin anew");

    private Decision Answer(Question question)
    {
        if (question.Subject.Type != Member || question.Subject.Id.Length == 0) return new(false, "unknown-subject", $"A subject is a `{Member}`.");
        if (question.Resource.Type is not (Record or Kind)) return new(false, "malformed-record", $"A resource is a `{Record}` or a `{Kind}`.");
        return view.Decide(question.Action.Name, RecordReading.Read(question)) is { } reason
            ? new(reason.Allows, reason.Text, reason.Because, reason.Cites)
            : new(false, "unknown-purpose", "The policy in force does not name this purpose.");
    }
}
