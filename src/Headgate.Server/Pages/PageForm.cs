using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>What a page's form sent.</summary>
internal static class PageForm
{
    /// <exception cref="BadInputException">It is no form.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext context) => context.Request.HasFormContentType
        ? await context.Request.ReadFormAsync(context.RequestAborted)
        : throw new BadInputException("that is no form", "use the form of the page");
}
