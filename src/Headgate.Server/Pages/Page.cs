using Headgate.Engine;
using Headgate.Gate;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Headgate.Server.Pages;

/// <summary>Marks an endpoint that answers people with a page: whoever may not see it gets a page that says so.</summary>
internal sealed record IsPage;

/// <summary>How endpoints answer with pages.</summary>
internal static class Page
{
    // Nothing is loaded from anywhere else, nothing runs, and nobody can put a page into another.
    private const string Contents = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A page rendered from what it is about.</summary>
    public static IResult Of<TComponent>(HttpContext context, object view, int status = StatusCodes.Status200OK)
        where TComponent : IComponent
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Contents;
        // A page that speaks of somebody does not come back when they have signed out.
        headers.CacheControl = Caller.Of(context) is null ? "no-cache" : "no-store";
        headers.Vary = "Cookie";
        return new RazorComponentResult<TComponent>(new Dictionary<string, object?> { ["View"] = view }) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>Pages of one right, in a group of their own.</summary>
    public static RouteGroupBuilder Group(IEndpointRouteBuilder routes, string prefix, string? right)
    {
        var group = routes.MapGroup(prefix).ExcludeFromDescription().WithMetadata(new IsPage()).AddEndpointFilter(Explained);
        return right is null ? group.AllowAnonymous() : group.RequireAuthorization(right);
    }

    /// <summary>Sends the browser on after something was done.</summary>
    public static IResult GoTo(string address) => new SeeOther(address);

    /// <summary>Says on a page what cannot be done and what to do about it.</summary>
    private static async ValueTask<object?> Explained(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (BadInputException fault)
        {
            return Problem(fault.Message, fault.Help, StatusCodes.Status400BadRequest);
        }
        catch (RefusedException fault)
        {
            return Problem(fault.Message, fault.Help, StatusCodes.Status409Conflict);
        }
        catch (UnknownPurposeException fault)
        {
            return Problem(fault.Message, null, StatusCodes.Status400BadRequest);
        }

        IResult Problem(string problem, string? help, int status) => Of<ProblemPage>(call.HttpContext, new ProblemView(Caller.Of(call.HttpContext), PageWords.Of(problem), help is null ? null : PageWords.Of(help)), status);
    }

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}

/// <param name="Problem">What could not be done.</param>
/// <param name="Help">What to do about it.</param>
public sealed record ProblemView(Caller? Caller, string Problem, string? Help);
