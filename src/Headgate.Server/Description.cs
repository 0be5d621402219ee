using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Headgate.Server;

/// <summary>The description of every endpoint (OpenAPI 3.1), and a page that shows it without asking anybody else.</summary>
internal static class Description
{
    public static void Add(IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Headgate", Version = "v1", Description = "Decides for every record and every person in it whether it may be used to train AI, says why, and leaves proof." };
            document.Servers = [];
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference("/api-page", options =>
        {
            options.Title = "Headgate";
            options.DefaultFonts = false;
            options.Telemetry = false;
        }).AllowAnonymous();
    }
}
