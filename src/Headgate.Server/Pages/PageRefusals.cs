using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Headgate.Server.Pages;

/// <summary>Answers whoever may not see a page with a page; everything else as usual.</summary>
internal sealed class PageRefusals(ServerSettings settings) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<IsPage>() is null) return usual.HandleAsync(next, context, policy, authorizeResult);
        var status = authorizeResult.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        return Page.Of<SignInPage>(context, new SignInView(Caller.Of(context), context.Request.Path.Value ?? "/", authorizeResult.Forbidden, settings.OpenId is not null), status).ExecuteAsync(context);
    }
}
