using System.Security.Claims;

namespace CareerNetwork.Pages;

/// <summary>Whoever looks at a page.</summary>
public sealed class Visitor(IHttpContextAccessor context, NetworkStore store, NetworkOptions options)
{
    /// <summary>Null where nobody has signed in.</summary>
    public Person? Me => store.Find(context.HttpContext?.User.FindFirstValue(ClaimTypes.NameIdentifier));

    public string Headgate => options.Headgate.ToString();

    /// <summary>What was just done, as the address says it; null where nothing was.</summary>
    public string? Said => context.HttpContext?.Request.Query["said"];
}
