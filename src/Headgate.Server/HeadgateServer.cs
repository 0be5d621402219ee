using System.Globalization;
using System.Threading.RateLimiting;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Server.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace Headgate.Server;

/// <summary>Headgate over HTTP: decisions, statements, permits and the public log, on one ledger that others may work on meanwhile.</summary>
public static class HeadgateServer
{
    private const long MostHeaderBytes = 16 << 10;

    private const int LeastBytesPerSecond = 240;
    private const int MostOfOneMember = 8;

    /// <param name="session">The ledger. The server does not close it.</param>
    /// <param name="work">Does a gate job, in a process of its own.</param>
    /// <param name="decisions">What the AuthZEN edge asks; by default the ledger.</param>
    /// <exception cref="BadInputException">A setting cannot be used.</exception>
    public static WebApplication Build(
        Session session, ServerSettings settings, TimeProvider clock, Func<string, Action<GateProgress>, CancellationToken, GateResult> work, IDecisionSource? decisions = null)
    {
        settings.Check();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MostBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = (int)MostHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = settings.SlowRequest;
            kestrel.Limits.MinRequestBodyDataRate = new(LeastBytesPerSecond, settings.SlowRequest);
        });
        Logging(builder.Logging, settings.IsQuiet);
        Services(builder.Services, session, settings, clock, work, decisions);
        var app = builder.Build();
        // From here on it is the application's to end.
        app.Services.GetRequiredService<LedgerDecisions>();
        Pipeline(app, settings);
        Endpoints(app);
        return app;
    }

    /// <summary>Makes a key for a service, good for a day.</summary>
    public static string NewKey(WebApplication app, string name, Role role) => app.Services.GetRequiredService<ApiKeys>().Create(name, role.Word(), 1).Key;

    private static void Logging(ILoggingBuilder logging, bool isQuiet)
    {
        logging.ClearProviders();
        logging.AddJsonConsole();
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // What requests ask for may name people: addresses are not logged.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", isQuiet ? LogLevel.Warning : LogLevel.Information)
            // The keys that it keeps lie in a folder of their owner's alone, like the ledger's own; it would warn of that.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    private static void Services(
        IServiceCollection services, Session session, ServerSettings settings, TimeProvider clock, Func<string, Action<GateProgress>, CancellationToken, GateResult> work, IDecisionSource? decisions)
    {
        var folder = new ServerFolder(session.Folder);
        var ledger = new LedgerDecisions(session);
        services.AddSingleton(session).AddSingleton(settings).AddSingleton(clock).AddSingleton(folder).AddSingleton(_ => ledger);
        services.AddSingleton(provider => decisions ?? provider.GetRequiredService<LedgerDecisions>());
        services.AddSingleton(new ApiKeys(folder, clock)).AddSingleton(new SignedTokens(folder.Secret(), clock)).AddSingleton(new SignInLinks(settings, clock)).AddSingleton<Sessions>();
        services.AddSingleton(_ => new Audit(folder, clock)).AddSingleton<Idempotency>().AddSingleton<Proposals>().AddSingleton<PermitWatch>();
        services.AddSingleton(_ => new PermitDesk(session, settings, work));
        services.AddSingleton<LineageKeeper>().AddHostedService(provider => provider.GetRequiredService<LineageKeeper>());
        services.AddSingleton<OutsiderMail>().AddHostedService(provider => provider.GetRequiredService<OutsiderMail>());
        services.AddProblemDetails().AddExceptionHandler<Faults>();
        Telemetry.Add(services);
        AssistEndpoints.Add(services);
        Description.Add(services);
        PageEndpoints.Add(services, settings);
        var authentication = services.AddAuthentication(HeadgateAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, HeadgateAuthentication>(HeadgateAuthentication.SchemeName, null);
        OpenIdSignIn.Add(authentication, services, folder, settings);
        services.AddAuthorization(Rights.Add);
        services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = settings.IsLoopback ? ["localhost", "127.0.0.1", "[::1]"] : ["*"]);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions;
            options.TypeInfoResolverChain.Insert(0, ServerJson.Default);
            options.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            options.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
            options.PropertyNameCaseInsensitive = false;
            options.AllowDuplicateProperties = false;
            options.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
            options.RespectNullableAnnotations = true;
            options.RespectRequiredConstructorParameters = true;
            options.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
            options.MaxDepth = 32;
        });
        services.AddRateLimiter(limits => Limit(limits, settings));
    }

    /// <summary>So many requests a second by caller, and so many at once by all: the rest are told when to come back.</summary>
    private static void Limit(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limits, ServerSettings settings)
    {
        var atOnce = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path.Value?.EndsWith("/events", StringComparison.Ordinal) == true
            ? RateLimitPartition.GetNoLimiter("events")
            : RateLimitPartition.GetConcurrencyLimiter("all", _ => new() { PermitLimit = settings.MostAtOnce, QueueLimit = settings.MostWaiting }));
        var often = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            Caller.Of(context) is { } caller ? caller.Key : $"from {context.Connection.RemoteIpAddress}",
            _ => new() { TokenLimit = settings.RequestsPerSecond, TokensPerPeriod = settings.RequestsPerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
        // A member is one person at a screen: their slow requests take no place from everybody else's.
        var ofOneMember = PartitionedRateLimiter.Create<HttpContext, string>(context => Caller.Of(context) is { Role: Role.Member } member
            ? RateLimitPartition.GetConcurrencyLimiter(member.Key, _ => new() { PermitLimit = MostOfOneMember })
            : RateLimitPartition.GetNoLimiter("others"));
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(often, ofOneMember, atOnce);
        limits.OnRejected = async (rejected, cancellation) =>
        {
            var context = rejected.HttpContext;
            var isCaller = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after);
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem(
                isCaller ? "too many requests" : "the server is busy",
                statusCode: isCaller ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        };
    }

    private static void Pipeline(WebApplication app, ServerSettings settings)
    {
        app.UseHostFiltering();
        app.Use((context, next) =>
        {
            AuthZenEndpoints.EchoRequestId(context);
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return next(context);
        });
        app.UseRouting();
        app.UseAuthentication();
        app.Use((context, next) => context.RequestServices.GetRequiredService<Audit>().Around(context, next));
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRateLimiter();
        app.UseAuthorization();
        // What an act is sent with is read twice where it may be a repetition.
        app.Use((context, next) =>
        {
            if (context.Request.Headers.ContainsKey("Idempotency-Key")) context.Request.EnableBuffering(64 << 10, settings.MostBodyBytes);
            return next(context);
        });
    }

    private static void Endpoints(WebApplication app)
    {
        PageEndpoints.Map(app);
        HealthEndpoints.Map(app);
        Telemetry.Map(app);
        Description.Map(app);
        AuthZenEndpoints.Map(app);
        LogEndpoints.Map(app);
        AssistEndpoints.Map(app);
        EvidenceEndpoints.Map(app);
        AccessEndpoints.Map(app);
        var acts = app.MapGroup("").AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<Idempotency>().Around(context, next));
        PersonEndpoints.Map(acts);
        GovernEndpoints.Map(acts);
        PermitEndpoints.Map(acts);
        LineageEndpoints.Map(acts);
        CampaignEndpoints.Map(acts);
        NoticeEndpoints.Map(acts);
        RequestEndpoints.Map(acts);
        OutsiderEndpoints.Map(acts);
    }
}
