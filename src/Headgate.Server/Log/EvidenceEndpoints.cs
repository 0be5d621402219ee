using Headgate.Engine;

namespace Headgate.Server;

/// <summary>The evidence pack as a download, for officers and regulators.</summary>
internal static class EvidenceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/evidence", Download).WithTags("log")
        .WithSummary("An evidence pack as a zip file: what the ledger says in public, with its proofs. It speaks of nobody, and implies no approval.").RequireAuthorization(Rights.Account);

    /// <param name="region">A code or group to which what is regional is limited; empty or left out for all.</param>
    private static IResult Download(string? region, Session session, HttpContext context)
    {
        var file = Path.Combine(Path.GetTempPath(), $"headgate-evidence-{Path.GetRandomFileName()}.zip");
        try
        {
            EvidencePack.WriteZip(session, new(string.IsNullOrEmpty(region) ? null : region), file, context.RequestAborted);
            context.Response.Headers.CacheControl = "no-store";
            // The file goes when the stream does, whether it was sent to its end or not.
            return TypedResults.Stream(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous), "application/zip", "evidence.zip");
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }
}
