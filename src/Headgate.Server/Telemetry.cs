using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Headgate.Server;

/// <summary>Traces and metrics. Addresses stand in them as patterns: they may name people.</summary>
internal static class Telemetry
{
    private const string Name = "Headgate";
    private const string SentTo = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("headgate.decisions", description: "Decisions made");
    private static readonly KeyValuePair<string, object?> Allowed = new("allowed", true);
    private static readonly KeyValuePair<string, object?> Denied = new("allowed", false);

    public static void Decided(bool allowed, int times = 1)
    {
        if (times > 0) Decisions.Add(times, allowed ? Allowed : Denied);
    }

    public static void Add(IServiceCollection services)
    {
        var isSent = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SentTo));
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime").AddPrometheusExporter();
            if (isSent) metrics.AddOtlpExporter();
        });
        if (isSent) telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation(options => options.EnrichWithHttpResponse = Anonymous).AddOtlpExporter());
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Rights.Read);

    private static void Anonymous(Activity activity, HttpResponse response)
    {
        activity.SetTag("url.path", (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");
        activity.SetTag("url.query", null);
        activity.SetTag("client.address", null);
    }
}
