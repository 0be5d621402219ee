using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>A permit that is asked for.</summary>
/// <param name="DataSet">The name of its folder among the server's data sets.</param>
internal sealed record NewPermit(string DataSet, string Run);

/// <summary>A permit as it stands.</summary>
/// <param name="LeaseSeconds">How long it holds from when it is given or renewed: whoever hears nothing for so long stops.</param>
internal sealed record PermitSaid(
    string Id, string DataSet, string Manifest, string Purpose, string Run, string State, string Since, string? Until, double LeaseSeconds, string? RedoBy, string? Reason);

/// <summary>Leases to train: asked for, renewed, given back; and the news that one is over, by push and by poll.</summary>
internal static class PermitEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/permits").WithTags("permits");
        group.MapPost("/", Request).WithSummary("Asks for a permit.").RequireAuthorization(Rights.Train);
        group.MapPost("/{id:long}/renew", Renew).WithSummary("Renews a lease, or ends the permit.").RequireAuthorization(Rights.Train);
        group.MapPost("/{id:long}/close", Close).WithSummary("Gives a permit back.").RequireAuthorization(Rights.Train);
        group.MapGet("/", (Session session) => TypedResults.Ok(PermitState.All(session).Select(Said).ToList())).WithSummary("Lists permits and what became of them.").RequireAuthorization(Rights.Read);
        group.MapGet("/{id:long}", One).WithSummary("One permit, for whoever polls.").RequireAuthorization(Rights.Read);
        group.MapGet("/{id:long}/events", Events).WithSummary("Says at once when a permit is over (server-sent events).").RequireAuthorization(Rights.Read);
    }

    private static async Task<IResult> Request(NewPermit wanted, PermitDesk desk, HttpContext context, CancellationToken cancellation)
    {
        var state = await desk.RequestAsync(wanted.DataSet, wanted.Run, cancellation);
        Audit.Recorded(context, state.Permit.Position);
        return TypedResults.Created($"/v1/permits/{state.Permit.Position.ToString(CultureInfo.InvariantCulture)}", Said(state));
    }

    private static async Task<IResult> Renew(long id, PermitDesk desk, CancellationToken cancellation) => TypedResults.Ok(Said(await desk.RenewAsync(id, cancellation)));

    private static async Task<IResult> Close(long id, PermitDesk desk, CancellationToken cancellation) => TypedResults.Ok(Said(await desk.CloseAsync(id, cancellation)));

    private static IResult One(long id, Session session) =>
        PermitState.Find(session, id) is { } state
            ? TypedResults.Ok(Said(state))
            : TypedResults.Problem("there is no such permit", statusCode: StatusCodes.Status404NotFound);

    private static IResult Events(long id, Session session, PermitWatch watch, HttpContext context) =>
        PermitState.Find(session, id) is not null
            ? TypedResults.ServerSentEvents(EventsOf(id, watch, context.RequestAborted))
            : TypedResults.Problem("there is no such permit", statusCode: StatusCodes.Status404NotFound);

    private static async IAsyncEnumerable<SseItem<PermitSaid>> EventsOf(long id, PermitWatch watch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var state in watch.StatesOf(id, cancellation)) yield return new(Said(state), state.State);
    }

    internal static PermitSaid Said(PermitState state) => new(
        state.Permit.Position.ToString(CultureInfo.InvariantCulture), state.Permit.Given.DataSet, state.Permit.Given.ManifestDigest, state.Permit.Given.Purpose, state.Permit.Given.Run,
        state.State, state.Permit.Since.ToString(), state.Until?.ToString(), state.Permit.Given.Lease.TotalSeconds, state.RedoBy?.ToString(), state.Permit.EndReason);
}
