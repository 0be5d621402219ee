using System.Globalization;
using MailKit.Net.Smtp;
using MimeKit;

namespace Headgate.Engine;

/// <summary>What a mail server said to a message.</summary>
/// <param name="Outcome">What is known of it now.</param>
/// <param name="Problem">Why it was not taken, without anybody's address; null where it was.</param>
internal readonly record struct MailAnswer(MailOutcome Outcome, string? Problem);

/// <summary>What is known of a message after it was handed over, or was to be.</summary>
internal enum MailOutcome
{
    /// <summary>The server has taken it.</summary>
    Taken,

    /// <summary>It was refused for good.</summary>
    Refused,

    /// <summary>It was not taken now; later it may be.</summary>
    Later,

    /// <summary>The connection was lost after all was said and before an answer came: it may be on its way.</summary>
    Unsure,
}

/// <summary>Hands messages to a mail server, over one connection that is made again when it was lost; or lays them down in a folder.</summary>
internal sealed class Mailer(MailRoute route) : IDisposable
{
    private const int Milliseconds = 30_000;

    private SmtpClient? client;

    public async Task<MailAnswer> SendAsync(MimeMessage message, MailboxAddress sender, MailboxAddress to, CancellationToken cancellation)
    {
        if (route.Folder is { } folder) return LayDown(message, folder);
        try
        {
            await ConnectAsync(cancellation);
        }
        catch (Exception fault) when (fault is SmtpCommandException or SmtpProtocolException or IOException or System.Net.Sockets.SocketException or MailKit.Security.AuthenticationException or MailKit.Security.SslHandshakeException or TimeoutException or NotSupportedException)
        {
            Drop();
            return new(MailOutcome.Later, $"the mail server cannot be reached ({fault.GetType().Name})");
        }
        try
        {
            await client!.SendAsync(message, sender, [to], cancellation);
            return new(MailOutcome.Taken, null);
        }
        catch (SmtpCommandException fault)
        {
            // an answer came, so that nothing is on its way
            var problem = string.Create(CultureInfo.InvariantCulture, $"the mail server answered {(int)fault.StatusCode}");
            if (!client!.IsConnected) Drop();
            return new((int)fault.StatusCode >= 500 ? MailOutcome.Refused : MailOutcome.Later, problem);
        }
        catch (Exception fault) when (fault is SmtpProtocolException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            Drop();
            return new(MailOutcome.Unsure, $"the connection was lost ({fault.GetType().Name})");
        }
    }

    public void Dispose() => Drop();

    /// <summary>Only its owner reads it, as it says who somebody is; it has its name once it is whole.</summary>
    private static MailAnswer LayDown(MimeMessage message, string folder)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd'T'HHmmssfff'Z'}-{Guid.NewGuid():N}.eml");
        var (partial, whole) = (Path.Combine(folder, $".{name}"), Path.Combine(folder, name));
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(partial, options))
            {
                message.WriteTo(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, whole);
            return new(MailOutcome.Taken, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Discard(partial);
            return new(MailOutcome.Later, $"the folder for mail cannot be written ({fault.GetType().Name})");
        }
    }

    /// <summary>Where the disk is full, half a message would stay and say who somebody is.</summary>
    private static void Discard(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done where nothing can be written.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (client is { IsConnected: true }) return;
        Drop();
        client = new() { Timeout = Milliseconds };
        await client.ConnectAsync(route.Host, route.Port, route.Security, cancellation);
        if (route.User is { } user) await client.AuthenticateAsync(user, route.Password ?? "", cancellation);
    }

    private void Drop()
    {
        client?.Dispose();
        client = null;
    }
}
