using System.Reflection;
using System.Security.Claims;
using CareerNetwork.Pages;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CareerNetwork;

/// <summary>Wharfside: a career network that does not exist. It is a customer of Headgate, and speaks HTTP to it like any other.</summary>
public static class Network
{
    public const string Name = "Wharfside";

    /// <summary>The service that its records are of.</summary>
    public const string Service = "network";

    public static WebApplication Build(NetworkOptions options, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        // Everything on standard output is for whoever started it; what is logged goes beside, and names nobody.
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.None).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        var services = builder.Services;
        services.AddSingleton(options).AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton(made => new NetworkStore(options.Data, made.GetRequiredService<TimeProvider>()));
        services.AddHttpClient<HeadgateApi>(client =>
        {
            client.BaseAddress = options.Headgate;
            client.Timeout = TimeSpan.FromSeconds(5);
            if (options.PlatformKey is { } key) client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        });
        services.AddSingleton<ExportJob>().AddSingleton<TrainerBoard>();
        services.AddSingleton<Greeting>().AddHostedService(made => made.GetRequiredService<Greeting>()).AddHostedService<Trainer>();
        services.AddSingleton<NightlyExport>().AddHostedService(made => made.GetRequiredService<NightlyExport>());
        services.AddRazorComponents();
        services.AddHttpContextAccessor().AddScoped<Visitor>().AddAntiforgery();
        services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(options.Data, "keys"))).SetApplicationName(Name);
        services.AddAuthorization();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "wharfside";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            // Whoever is not here any more is not signed in either.
            cookie.Events.OnValidatePrincipal = context =>
            {
                if (context.HttpContext.RequestServices.GetRequiredService<NetworkStore>().Find(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier)) is null) context.RejectPrincipal();
                return Task.CompletedTask;
            };
        });
        var app = builder.Build();
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            headers["Referrer-Policy"] = "same-origin";
            headers.CacheControl = "no-store";
            return next(context);
        });
        app.UseStatusCodePagesWithReExecute("/lost", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // What a form sent is never read a second time for the page that says so.
            if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(context);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        MapLook(app);
        ReadEndpoints.Map(app);
        WriteEndpoints.Map(app);
        app.MapRazorComponents<Shell>();
        return app;
    }

    public static string AddressOf(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    internal static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void MapLook(WebApplication app)
    {
        Serve("network.css", "text/css; charset=utf-8");
        Serve("network.js", "text/javascript; charset=utf-8");

        void Serve(string name, string type)
        {
            var text = Resource(name);
            app.MapGet($"/{name}", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=300";
                return TypedResults.Text(text, type);
            });
        }
    }
}
