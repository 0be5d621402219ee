using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Microsoft.AspNetCore.Diagnostics;

namespace Headgate.Server;

/// <summary>Says in a problem document why a request was not done. What is our fault is logged, and told to nobody.</summary>
internal sealed partial class Faults(ILogger<Faults> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        await Problem(httpContext, exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult Problem(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadInputException fault: return Of(StatusCodes.Status400BadRequest, fault.Message, fault.Help);
            case UnknownPurposeException fault: return Of(StatusCodes.Status400BadRequest, fault.Message, fault.Help);
            case TableTooLargeException fault: return Of(StatusCodes.Status400BadRequest, fault.Message, "simplify the policy");
            case LedgerRefusalException fault: return Of(StatusCodes.Status400BadRequest, fault.Message, null);
            case ArgumentException: return Of(StatusCodes.Status400BadRequest, "a text is not one that can be recorded", "send well-formed text");
            case BadHttpRequestException fault: return Of(fault.StatusCode, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? "the body is too long" : "the request cannot be read as what this address takes", "see /openapi/v1.json");
            case QuietOptInException fault:
                return TypedResults.Problem(fault.Message, statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?>
                {
                    ["help"] = fault.Help,
                    ["admitted"] = string.Join('\n', fault.Admitted.Select(one => $"{one.Words}: {one.Subjects}")),
                });
            case NotReadyException fault:
                context.Response.Headers.RetryAfter = "1";
                return Of(StatusCodes.Status503ServiceUnavailable, fault.Message, "try again in a second");
            case RefusedException fault: return Of(StatusCodes.Status409Conflict, fault.Message, fault.Help);
            default:
                Failed(log, exception, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");
                return Of(exception is LedgerDamageException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError, "something unexpected happened", "the server's log says more");
        }
    }

    private static IResult Of(int status, string detail, string? help) =>
        TypedResults.Problem(detail, statusCode: status, extensions: help is null ? null : new Dictionary<string, object?> { ["help"] = help });

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request to {Route} failed")]
    private static partial void Failed(ILogger log, Exception fault, string route);
}
