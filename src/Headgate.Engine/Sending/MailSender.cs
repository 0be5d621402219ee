using MimeKit;

namespace Headgate.Engine;

/// <summary>Sends single mails that may be sent again: whoever waits for one asks again.</summary>
public sealed class MailSender(MailRoute route) : IDisposable
{
    private readonly Mailer mailer = new(route);

    /// <returns>Why it was not sent, without anybody's address; null where it was.</returns>
    public async Task<string?> SendAsync(MimeMessage message, CancellationToken cancellation) => (await mailer.SendAsync(message, route.From, (MailboxAddress)message.To[0], cancellation)).Problem;

    public void Dispose() => mailer.Dispose();
}
