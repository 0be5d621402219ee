namespace Headgate.Server.Pages;

/// <summary>What anybody may see: what is used for what, what is paused, how to object.</summary>
internal static class EveryonePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = Page.Group(routes, "", null);
        group.MapGet("/", (PublicFacts facts, HttpContext context) => Page.Of<EveryonePage>(context, new EveryoneView(facts.Now(), Caller.Of(context))));
        ObjectPages.Map(group);
    }
}

/// <summary>What the page for everybody is about.</summary>
public sealed record EveryoneView(PublicFacts.Known Facts, Caller? Caller);
