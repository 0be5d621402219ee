using Headgate.Gate;

namespace Headgate.Server.Pages;

/// <summary>What a page's form sent.</summary>
internal static class PageForm
{
    /// <exception cref="BadInputException">It is no form.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext context)
    {
        try
        {
            if (context.Request.HasFormContentType) return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            // More fields than a form has, or text that is none.
        }
        throw new BadInputException("that is no form", "use the form of the page");
    }
}
