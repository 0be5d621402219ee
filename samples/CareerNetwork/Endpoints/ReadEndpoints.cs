using System.Security.Claims;

namespace CareerNetwork;

/// <summary>Pictures, and suggestions as one types.</summary>
internal static class ReadEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mark.svg", () => Svg(Drawing.Mark()));
        routes.MapGet("/faces/{id}.svg", (string id, NetworkStore store) => store.Find(id) is { } person ? Svg(Drawing.Face(person)) : Results.NotFound());
        routes.MapGet("/banners/{id}.svg", (string id, NetworkStore store) => store.Find(id) is { } person ? Svg(Drawing.Banner(person)) : Results.NotFound());
        routes.MapGet("/photos/{id}.svg", Photo);
        routes.MapGet("/suggest", Suggest).RequireAuthorization();
    }

    /// <summary>A photo says by its header what may be done with it: nothing but an answer is a yes.</summary>
    private static async Task<IResult> Photo(string id, NetworkStore store, HeadgateApi headgate, HttpResponse response, CancellationToken cancellation)
    {
        if (store.FindPost(id) is not { Shows: { } shows } post) return Results.NotFound();
        response.Headers["Content-Usage"] = (await headgate.MayUseAsync([post], HeadgateApi.Train, cancellation))[0].ContentUsage;
        return Svg(Drawing.Photo(post.Id, shows));
    }

    private static async Task<IResult> Suggest(string text, HeadgateApi headgate, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Json(await headgate.SuggestAsync(user.FindFirstValue(ClaimTypes.NameIdentifier)!, text.Length > 2000 ? text[^2000..] : text, cancellation));

    private static IResult Svg(string svg) => TypedResults.Text(svg, "image/svg+xml");
}
