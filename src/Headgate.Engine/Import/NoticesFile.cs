using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Reads to whom a notice was served, or where it bounced: <c>subject</c>, and <c>at</c> when it was (cli.md).</summary>
public sealed class NoticesFile(NoticeVersion notice, bool bounced)
{
    public NewStatement Read(ImportRow row) =>
        new(bounced ? new NoticeBounced(row.Subject(), notice) : new NoticeServed(row.Subject(), notice), row.Time("at"));
}
