using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Headgate.Tests.Campaigns;

/// <summary>A real SMTP server on loopback that keeps what it is given, and refuses what it is told to.</summary>
internal sealed class MailServer : MessageStore, IMailboxFilter, IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public MailServer()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilter)this);
        running = new global::SmtpServer.SmtpServer(options, services).StartAsync(stopping.Token);
    }

    public int Port { get; }

    public string Url => $"smtp://127.0.0.1:{Port}";

    public ConcurrentQueue<MimeMessage> Messages { get; } = new();

    /// <summary>What is answered to a message for an address; by default it is taken.</summary>
    public Func<string, SmtpResponse> Answer { get; set; } = _ => SmtpResponse.Ok;

    /// <summary>Whether an address is known.</summary>
    public Func<string, bool> Knows { get; set; } = _ => true;

    public IEnumerable<string> Addresses => Messages.Select(message => message.To.Mailboxes.Single().Address);

    public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(buffer.ToArray());
        var answer = Answer(transaction.To[0].AsAddress());
        if (answer == SmtpResponse.Ok) Messages.Enqueue(MimeMessage.Load(stream, cancellationToken));
        return Task.FromResult(answer);
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Task.FromResult(Knows(to.AsAddress()));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // It was told to.
        }
        stopping.Dispose();
    }
}
