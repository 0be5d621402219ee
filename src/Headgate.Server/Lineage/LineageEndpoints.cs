using System.Globalization;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>Where somebody's records are.</summary>
/// <param name="NotFound">Data sets and models that do not lie where they were put.</param>
/// <param name="NotIndexed">Those of which nothing can be said.</param>
internal sealed record TraceSaid(string Subject, IReadOnlyList<TracedSaid> DataSets, IReadOnlyList<TracedPermitSaid> Permits, IReadOnlyList<TracedSaid> Models, IReadOnlyList<string> NotFound, IReadOnlyList<string> NotIndexed);

/// <param name="Name">Of its folder; where that lies is the platform's own business.</param>
/// <param name="Through">Further records that derive from one of theirs.</param>
internal sealed record TracedSaid(string Name, string Purpose, long Records, long Through, long Position, string At);

internal sealed record TracedPermitSaid(string Id, string DataSet, string Run, string State, long Records);

/// <summary>What must be redone, and by when.</summary>
internal sealed record TaskSaid(string Id, string What, string Name, string Manifest, string Purpose, IReadOnlyList<CauseSaid> Because, string Since, string? Due, string State, string? Proof, string How);

internal sealed record CauseSaid(string Cause, long People, long Records, string Since);

/// <summary>Data sets, models and permits, and what was made from what.</summary>
internal sealed record LineageSaid(IReadOnlyList<NodeSaid> Nodes, IReadOnlyList<PermitSaid> Permits, IReadOnlyList<RecipientSaid> Recipients);

/// <param name="Kind"><c>data-set</c> or <c>model</c>.</param>
/// <param name="From">The digests of the manifests of what it was made from.</param>
/// <param name="Next">The digest of what took its place.</param>
/// <param name="IsThere">Whether it lies where it was put.</param>
internal sealed record NodeSaid(string Kind, string Name, string Manifest, string Purpose, long Position, string Since, IReadOnlyList<string> From, string? Next, long Records, long? People, bool IsThere);

internal sealed record RecipientSaid(string Id, string Recipient, string DataSet, string Manifest, string Since, long? Told, string? ToldAt, string? AcknowledgedAt);

/// <summary>That a recipient acknowledged.</summary>
internal sealed record NewAcknowledgement(string Text);

/// <summary>From a person to the data sets and models; what must be redone; who outside holds what.</summary>
internal static class LineageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("lineage");
        group.MapGet("/subjects/{subject}/trace", Trace).WithSummary("The data sets, permits and models that hold somebody's records.").RequireAuthorization(Rights.ReadPerson);
        group.MapGet("/lineage", Graph).WithSummary("What was made from what.").RequireAuthorization(Rights.Read);
        group.MapGet("/tasks", Tasks).WithSummary("What must be redone after people left or a pause was imposed, and by when.").RequireAuthorization(Rights.Read);
        group.MapPost("/recipients/{id:long}/acknowledge", (long id, NewAcknowledgement said, Session session, HttpContext context) => GovernEndpoints.Done(context, Recipients.Acknowledge(session, id, said.Text)))
            .WithSummary("Records that a recipient acknowledged what they were told.").RequireAuthorization(Rights.Govern);
        routes.MapPost("/acknowledge/{token}", ByLink).WithTags("lineage").WithSummary("A recipient acknowledges by the link that they were sent.").AllowAnonymous();
    }

    private static IResult Trace(string subject, Session session, LineageKeeper keeper, HttpContext context)
    {
        if (PersonEndpoints.Refused(context, subject) is { } refused) return refused;
        keeper.Ask();
        var trace = Tracing.Of(session, subject);
        return TypedResults.Ok(new TraceSaid(
            subject, [.. trace.DataSets.Select(Said)],
            [.. trace.Permits.Select(permit => new TracedPermitSaid(permit.Id.ToString(CultureInfo.InvariantCulture), permit.DataSet, permit.Run, permit.State, permit.Records))],
            [.. trace.Models.Select(Said)], trace.NotFound, trace.NotIndexed));
    }

    private static IResult Graph(Session session, LineageKeeper keeper)
    {
        keeper.Ask();
        var graph = LineageGraph.Of(session);
        return TypedResults.Ok(new LineageSaid(
            [.. graph.Nodes.Select(node => new NodeSaid(node.Kind, node.Name, node.Digest, node.Purpose, node.Position, node.Since.ToString(), node.From, node.Next, node.Records, node.People, node.Path is not null))],
            [.. graph.Permits.Select(PermitEndpoints.Said)], [.. graph.Disclosures.Select(Said)]));
    }

    private static IResult Tasks(bool? all, Session session, LineageKeeper keeper)
    {
        keeper.Ask();
        return TypedResults.Ok(Redoing.Tasks(session).Where(task => all == true || task.State != "done").Select(task => new TaskSaid(
            task.Id, task.What, task.Name, task.Digest, task.Purpose, [.. task.Because.Select(cause => new CauseSaid(cause.Cause, cause.People, cause.Records, cause.Since.ToString()))],
            task.Since.ToString(), task.Due?.ToString(), task.State, task.Proof, task.How)).ToList());
    }

    private static IResult ByLink(string token, Session session, HttpContext context)
    {
        if (new LinkTokens(session.Folder).Read(LinkKind.Acknowledge, token, session.Now) is not { } disclosure)
            return TypedResults.Problem("this link is not valid, or no longer", statusCode: StatusCodes.Status404NotFound);
        Audit.Recorded(context, Recipients.Acknowledge(session, disclosure, "acknowledged by link").First);
        return TypedResults.NoContent();
    }

    private static TracedSaid Said(TracedPlace place) => new(Path.GetFileName(place.Path.TrimEnd('/')), place.Purpose, place.Records, place.Through, place.Position, place.At.ToString());

    private static RecipientSaid Said(Disclosure one) => new(
        one.Position.ToString(CultureInfo.InvariantCulture), one.Made.Recipient, one.Made.DataSet, one.Made.ManifestDigest, one.Since.ToString(),
        (one.Told?.Statement as RecipientTold)?.Records, one.Told?.RecordedAt.ToString(), one.Acknowledged?.RecordedAt.ToString());
}
