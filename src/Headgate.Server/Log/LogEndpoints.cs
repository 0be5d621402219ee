using Headgate.Engine;
using Headgate.Ledger;

namespace Headgate.Server;

/// <summary>The public log as C2SP lays it out, for anybody: checkpoint, tiles, entry bundles; and beside it the bodies of public acts and receipts.</summary>
internal static class LogEndpoints
{
    private const string Forever = "public, max-age=604800, immutable";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("log").AllowAnonymous();
        group.MapGet("/checkpoint", Checkpoint).WithSummary("The signed size and root of the log.");
        group.MapGet("/ledger.vkey", (Session session) => TypedResults.Text($"{session.Store.Key}\n")).WithSummary("The public key of the log.");
        group.MapGet("/tile/{**path}", Tile).WithSummary("A tile of hashes, or a bundle of entries.");
        group.MapGet("/act/{position:long}", Act).WithSummary("The body of a public act, whose SHA-256 its entry holds.");
        routes.MapGet("/v1/receipts/{position:long}", Receipt).WithTags("log").WithSummary("The receipt of a public act.").RequireAuthorization(Rights.Read);
    }

    private static IResult Checkpoint(Session session, HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(session.Store.CheckpointAt(session.Store.Head.Size).ToString(), "text/plain; charset=utf-8");
    }

    /// <summary>Serves what was published: a path that is not exactly that of a tile leads nowhere.</summary>
    private static IResult Tile(string path, Session session, HttpResponse response)
    {
        var name = $"tile/{path}";
        if (!IsTile(name)) return TypedResults.NotFound();
        var file = Path.Combine(session.Folder, name);
        if (!File.Exists(file)) return TypedResults.NotFound();
        response.Headers.CacheControl = Forever;
        return TypedResults.PhysicalFile(Path.GetFullPath(file), "application/octet-stream");
    }

    /// <summary>Whether a path is of the form <c>tile/L/N[.p/W]</c> or <c>tile/entries/N[.p/W]</c>.</summary>
    internal static bool IsTile(string name) =>
        name.Split('/') is ["tile", var level, .. var rest] && rest.Length > 0
        && (level == "entries" || (level.Length is 1 or 2 && level.All(char.IsAsciiDigit)))
        && rest.All(part => part.Length is > 0 and <= 6 && part.All(letter => char.IsAsciiDigit(letter) || letter is 'x' or 'p' || (letter == '.' && part.EndsWith(".p", StringComparison.Ordinal))));

    private static IResult Act(long position, Session session)
    {
        var act = session.Store.Acts(session.Store.Head.Size).FirstOrDefault(one => one.Position == position);
        return act is null ? TypedResults.NotFound() : TypedResults.Bytes(StatementBody.Write(act.Statement, act.EffectiveAt), "application/json");
    }

    private static IResult Receipt(long position, Session session) =>
        session.Store.Acts(session.Store.Head.Size).Any(act => act.Position == position) && session.Store.ReceiptFor(position) is { } receipt
            ? TypedResults.Text(receipt.ToString())
            : TypedResults.NotFound();
}
