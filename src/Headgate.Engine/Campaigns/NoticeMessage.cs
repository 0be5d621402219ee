using MimeKit;
using MimeKit.Text;

namespace Headgate.Engine;

/// <summary>A notice as a mail to one person.</summary>
internal static class NoticeMessage
{
    private const string IdEnding = ".notice";

    public static MimeMessage Of(Campaign campaign, Delivery delivery, LinkTokens tokens, string publicUrl, MailboxAddress from, Instant now)
    {
        var text = campaign.TextIn(delivery.Language);
        var links = NoticeLinks.Of(tokens, publicUrl, campaign, delivery.Id);
        var message = new MimeMessage
        {
            Subject = text.Subject,
            Date = now.ToDateTimeOffset(),
            // the same each time, so that whoever gets a message twice can tell, and nobody else can make one up
            MessageId = $"{tokens.Make(LinkKind.Message, delivery.Id, campaign.LinksUntil)}{IdEnding}@{from.Address.Split('@')[1]}",
            Body = new TextPart(TextFormat.Plain) { Text = NoticeTexts.With(text, links), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(delivery.Address!));
        message.Headers.Add("List-Unsubscribe", $"<{links.Unsubscribe}>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (text.Language.Length > 0) message.Headers.Add(HeaderId.ContentLanguage, text.Language);
        return message;
    }

    /// <summary>The delivery that a message id names; null where it is none of ours.</summary>
    public static long? DeliveryOf(string? messageId, LinkTokens tokens, Instant now) =>
        messageId?.Trim().Trim('<', '>') is { } id && id.IndexOf($"{IdEnding}@", StringComparison.Ordinal) is > 0 and var end ? tokens.Read(LinkKind.Message, id[..end], now) : null;
}
