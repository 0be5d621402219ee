using System.Security.Cryptography;

namespace Headgate.Server.Pages;

/// <summary>What pages look like: one style sheet, served by this server under a name that changes with it.</summary>
internal static class PageLook
{
    private static readonly byte[] Sheet = Read("Look.style.css");

    /// <summary>Where the style sheet is served.</summary>
    public static string Address { get; } = $"/look/{Convert.ToHexStringLower(SHA256.HashData(Sheet))[..12]}.css";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/look/{name}.css", (string name, HttpContext context) =>
        {
            if (!Address.EndsWith($"/{name}.css", StringComparison.Ordinal)) return Results.NotFound();
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(Sheet, "text/css; charset=utf-8");
        }).ExcludeFromDescription().AllowAnonymous();

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageLook).Assembly.GetManifestResourceStream(typeof(PageLook), name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
