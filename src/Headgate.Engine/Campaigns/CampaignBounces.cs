using Headgate.Gate;
using MimeKit;

namespace Headgate.Engine;

/// <summary>What came of reading returned mail.</summary>
/// <param name="Bounced">Messages that are said not to have arrived.</param>
/// <param name="Passed">Mail that is no such report, is about no message of ours, or says that it is only late.</param>
public sealed record BounceOutcome(long Bounced, long Passed);

/// <summary>Reads what mail servers send back (RFC 3464): of a message that did not arrive the window does not run.</summary>
public static class CampaignBounces
{
    private const int MostBytes = 10 << 20;

    /// <param name="paths">Files of one message each, or folders of such, as a Maildir has them.</param>
    /// <exception cref="BadInputException">There is no such file.</exception>
    public static BounceOutcome Read(Session session, string name, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var campaign = CampaignTable.Find(session.Beside, name);
        var tokens = new LinkTokens(session.Folder);
        var (bounced, passed) = (new Dictionary<long, (long, string, Instant, string?)>(), 0L);
        foreach (var file in paths.SelectMany(Files))
        {
            cancellation.ThrowIfCancellationRequested();
            if (new FileInfo(file).Length <= MostBytes && Failed(file) is var (id, status) && NoticeMessage.DeliveryOf(id, tokens, session.Now) is { } delivery
                && session.Beside.Rows("SELECT subject FROM delivery WHERE id = $1 AND campaign = $2 AND state <> 6", row => row.Text(0), delivery, campaign.Id) is [var subject])
                bounced[delivery] = (delivery, subject, session.MomentOf(null, null).At, $"returned: {status}");
            else passed++;
        }
        new CampaignRecording(session, campaign).Bounce([.. bounced.Values]);
        return new(bounced.Count, passed);
    }

    /// <summary>The id of the message that a report says did not arrive, and the status; null where it says nothing of the kind.</summary>
    private static (string Id, string Status)? Failed(string file)
    {
        try
        {
            using var message = MimeMessage.Load(file);
            if (message.Body is not Multipart report || report.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } said) return null;
            var failed = said.StatusGroups.FirstOrDefault(group => string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase));
            var id = report.OfType<MessagePart>().Select(part => part.Message?.Headers[HeaderId.MessageId]).FirstOrDefault(found => found is not null);
            return failed is null || id is null ? null : (id, Code(failed["Status"]));
        }
        catch (Exception fault) when (fault is FormatException or ParseException)
        {
            return null;
        }
    }

    /// <summary>A status such as 5.1.1; whatever else stands there may be anything.</summary>
    private static string Code(string? status) => status?.Trim() is { Length: >= 5 and <= 11 } text && text.All(letter => char.IsAsciiDigit(letter) || letter == '.') ? text : "failed";

    private static IEnumerable<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : throw new BadInputException($"there is no file `{path}`", "name files of one message each, or folders of such");
}
