using Headgate.Engine;
using Headgate.Stores;

namespace Headgate.Server;

/// <summary>How the server is.</summary>
internal sealed record HealthSaid(string Status, string? Problem = null);

/// <summary>Whether it lives, and whether it can be asked: for whoever starts it again, and whoever sends it requests.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("operating").AllowAnonymous().DisableRateLimiting();
        group.MapGet("/live", () => TypedResults.Ok(new HealthSaid("live"))).WithSummary("The process answers.");
        group.MapGet("/ready", Ready).WithSummary("The ledger can be read, and what is decided is current.");
    }

    private static IResult Ready(Session session, LedgerDecisions decisions, Microsoft.Extensions.Hosting.IHostApplicationLifetime life)
    {
        if (life.ApplicationStopping.IsCancellationRequested) return Not("stopping");
        try
        {
            decisions.Refresh();
            if (decisions.Index.Loaded is { IsCompletedSuccessfully: false } loading) return Not(loading.IsFaulted ? "the ledger cannot be read" : "the ledger is still being read");
        }
        catch (Exception fault) when (fault is LedgerDamageException or LedgerRefusalException or InvalidOperationException or System.Data.Common.DbException or IOException)
        {
            return Not("the ledger cannot be read");
        }
        return (session.Store as SqliteLedger)?.NotPublished is null ? TypedResults.Ok(new HealthSaid("ready")) : Not("the log's files lag behind");
    }

    private static IResult Not(string problem) => TypedResults.Json(new HealthSaid("not ready", problem), ServerJson.Default.HealthSaid, statusCode: StatusCodes.Status503ServiceUnavailable);
}
