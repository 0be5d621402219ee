using System.Net;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using Headgate.Engine;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace Headgate.Server;

/// <summary>Sends the mails that confirm, beside the requests: how long an answer takes tells nothing. So many an hour, from one address of the network and from all.</summary>
internal sealed partial class OutsiderMail(ServerSettings settings, ILogger<OutsiderMail> log) : BackgroundService
{
    private const int AnHourFromOne = 20;
    private const int AnHourFromAll = 2000;
    private const int MostWaiting = 1000;

    private readonly Channel<MimeMessage> waiting = Channel.CreateBounded<MimeMessage>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly PartitionedRateLimiter<string> limits = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(from => RateLimitPartition.GetFixedWindowLimiter(from, _ => new() { PermitLimit = AnHourFromOne, Window = TimeSpan.FromHours(1) })),
        PartitionedRateLimiter.Create<string, string>(_ => RateLimitPartition.GetFixedWindowLimiter("all", _ => new() { PermitLimit = AnHourFromAll, Window = TimeSpan.FromHours(1) })));

    /// <summary>Whether an address of the network may ask now; counts it.</summary>
    public bool MayAsk(IPAddress? from)
    {
        // who has a network of IPv6 has many addresses
        var key = from is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? Convert.ToHexString(from.GetAddressBytes()[..8]) : from?.MapToIPv4().ToString() ?? "";
        using var lease = limits.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    public void Send(MimeMessage message) => waiting.Writer.TryWrite(message);

    public override void Dispose()
    {
        base.Dispose();
        limits.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Mail is not { } route) return;
        using var sender = new MailSender(route);
        await foreach (var message in waiting.Reader.ReadAllAsync(stoppingToken))
            using (message)
                if (await sender.SendAsync(message, stoppingToken) is { } problem)
                    NotSent(log, problem);
    }

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "A mail that confirms was not sent: {Problem}")]
    private static partial void NotSent(ILogger log, string problem);
}
