using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Xunit;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Headgate.Tests.Server;

/// <summary>A provider of identities (OpenIddict) on a port of its own, at which somebody has signed in already.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "headgate";
    public const string Secret = "the client's own secret";

    // Making RSA keys takes seconds of a processor.
    private static readonly RsaSecurityKey Signing = new(RSA.Create(2048));
    private static readonly SymmetricSecurityKey Encryption = new(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplication app;

    private IdentityProvider(WebApplication app) => this.app = app;

    /// <summary>Who sits at the browser.</summary>
    public (string Id, string Name, string[] Groups) Person { get; set; } = ("u-1", "Jo Invented", []);

    /// <summary>The challenges of PKCE that came, and by which method.</summary>
    public List<string?> Challenges { get; } = [];

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<IdentityProvider> StartAsync()
    {
        IdentityProvider? made = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication();
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("leave");
            options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.RegisterScopes(Scopes.Profile);
            options.EnableDegradedMode();
            options.AddEncryptionKey(Encryption).AddSigningKey(Signing);
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            On<ValidateAuthorizationRequestContext>(options, context =>
            {
                made!.Challenges.Add(context.Request.CodeChallengeMethod);
                if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient);
            });
            On<ValidateTokenRequestContext>(options, context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != Secret) context.Reject(Errors.InvalidClient);
            });
            On<ValidateEndSessionRequestContext>(options, _ => { });
            On<HandleEndSessionRequestContext>(options, context => context.SignOut());
            On<HandleAuthorizationRequestContext>(options, context => context.SignIn(made!.Principal()));
        });
        made = new(builder.Build());
        made.app.UseAuthentication();
        await made.app.StartAsync(TestContext.Current.CancellationToken);
        return made;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static void On<TContext>(OpenIddictServerBuilder options, Action<TContext> handle)
        where TContext : BaseContext =>
        options.AddEventHandler<TContext>(handler => handler.UseInlineHandler(context =>
        {
            handle(context);
            return default;
        }));

    private ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.AddClaim(new Claim(Claims.Subject, Person.Id).SetDestinations(Destinations.IdentityToken));
        identity.AddClaim(new Claim(Claims.Name, Person.Name).SetDestinations(Destinations.IdentityToken));
        foreach (var group in Person.Groups) identity.AddClaim(new Claim("groups", group).SetDestinations(Destinations.IdentityToken));
        return new ClaimsPrincipal(identity).SetScopes(Scopes.OpenId, Scopes.Profile);
    }
}
