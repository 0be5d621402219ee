using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace CareerNetwork;

/// <summary>What forms send. Each answers with where to look next, so that going back repeats nothing.</summary>
internal static class WriteEndpoints
{
    private const int LongestPost = 2000;
    private const int LongestMessage = 4000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignIn);
        routes.MapPost("/sign-out", SignOut);
        routes.MapPost("/backstage/again", Again);
        var mine = routes.MapGroup("").RequireAuthorization();
        mine.MapPost("/posts", Write);
        mine.MapPost("/compose", Compose);
        mine.MapPost("/compose/draft", Draft);
        mine.MapPost("/posts/{id}/comments", Comment);
        mine.MapPost("/posts/{id}/repost", Repost);
        mine.MapPost("/messages/{to}", Send);
        mine.MapPost("/settings/training", (ClaimsPrincipal user, HeadgateApi headgate, [FromForm] string choice, CancellationToken cancellation) => Choose(user, headgate, HeadgateApi.Train, choice, choice == "objected" ? "objected" : "allowed", cancellation));
        mine.MapPost("/settings/assist", (ClaimsPrincipal user, HeadgateApi headgate, [FromForm] string choice, CancellationToken cancellation) => Choose(user, headgate, HeadgateApi.Assist, choice, choice == "consented" ? "helped" : "unhelped", cancellation));
        // It changes nothing; and what a form is answered with may lead to no other site (Content-Security-Policy).
        mine.MapGet("/settings/my-page", MyPage);
    }

    private static async Task<IResult> SignIn(HttpContext context, NetworkStore store, [FromForm] string person)
    {
        if (store.Find(person) is not { } found) return TypedResults.Redirect("/sign-in");
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, found.Id)], CookieAuthenticationDefaults.AuthenticationScheme)));
        return TypedResults.Redirect("/feed");
    }

    private static async Task<IResult> SignOut(HttpContext context, [FromForm] string? nothing)
    {
        await context.SignOutAsync();
        return TypedResults.Redirect("/sign-in");
    }

    private static IResult Again(TrainerBoard board, [FromForm] string? nothing)
    {
        board.AskAgain();
        return TypedResults.Redirect("/backstage?said=asked");
    }

    private static IResult Write(ClaimsPrincipal user, NetworkStore store, [FromForm] string? text) =>
        Cut(text, LongestPost) is { } said ? TypedResults.Redirect($"/posts/{store.Add(Me(user, store), "post", said).Id}?said=posted") : TypedResults.Redirect("/feed?said=empty");

    /// <summary>The composer without a script: takes a suggestion, and asks for the next.</summary>
    private static IResult Compose([FromForm] string? text, [FromForm] string? insert)
    {
        var draft = $"{text}{insert}";
        return TypedResults.Redirect($"/feed?draft={Uri.EscapeDataString(draft.Length > LongestPost ? draft[..LongestPost] : draft)}&suggest=1#compose");
    }

    /// <summary>Asks for a draft about what is typed so far.</summary>
    private static IResult Draft([FromForm] string? text) =>
        TypedResults.Redirect($"/feed?draft={Uri.EscapeDataString(text is { Length: > LongestPost } ? text[..LongestPost] : text ?? "")}&write=1#compose");

    private static IResult Comment(string id, ClaimsPrincipal user, NetworkStore store, [FromForm] string? text) =>
        store.FindPost(id) is not { IsPrivate: false } ? TypedResults.NotFound()
        : Cut(text, LongestPost) is { } said ? After(store.Add(Me(user, store), "comment", said, id), $"/posts/{id}?said=commented")
        : TypedResults.Redirect($"/posts/{id}?said=empty");

    private static IResult Repost(string id, ClaimsPrincipal user, NetworkStore store, [FromForm] string? text) =>
        store.FindPost(id) is not { IsPrivate: false } ? TypedResults.NotFound()
        : TypedResults.Redirect($"/posts/{store.Add(Me(user, store), "post", Cut(text, LongestPost) ?? "Worth reading.", id, isRepost: true).Id}?said=posted");

    private static IResult Send(string to, ClaimsPrincipal user, NetworkStore store, [FromForm] string? text) =>
        store.Find(to) is not { } other ? TypedResults.NotFound()
        : Cut(text, LongestMessage) is { } said ? After(store.Add(Me(user, store), "private-message", said, to: other.Id), $"/messages/{to}?said=sent")
        : TypedResults.Redirect($"/messages/{to}?said=empty");

    private static async Task<IResult> Choose(ClaimsPrincipal user, HeadgateApi headgate, string purpose, string choice, string said, CancellationToken cancellation)
    {
        if (choice is not ("objected" or "consented" or "unset")) return TypedResults.BadRequest();
        return TypedResults.Redirect($"/settings?said={(await headgate.ChooseAsync(Id(user), purpose, choice, cancellation) is null ? "failed" : said)}");
    }

    private static async Task<IResult> MyPage(ClaimsPrincipal user, HeadgateApi headgate, CancellationToken cancellation) =>
        TypedResults.Redirect(await headgate.MemberLinkAsync(Id(user), cancellation) ?? "/settings?said=failed");

    private static IResult After(Post _, string place) => TypedResults.Redirect(place);

    private static string? Cut(string? text, int most) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is var said && said.Length > most ? said[..most] : text.Trim();

    private static string Id(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private static Person Me(ClaimsPrincipal user, NetworkStore store) => store.Find(Id(user))!;
}
