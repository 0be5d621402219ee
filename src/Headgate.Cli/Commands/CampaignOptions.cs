using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;

namespace Headgate.Cli.Commands;

/// <summary>How messages are sent: options that several commands share.</summary>
internal static class CampaignOptions
{
    public static Option<string?> Smtp() => new("--smtp") { Description = $"the mail server, `smtp://user@host:587` or `smtps://…`, its password in {MailRoute.PasswordVariable}; `file:FOLDER` lays messages there instead", HelpName = "URL" };

    public static Option<string?> From() => new("--from") { Description = "who sends", HelpName = "ADDRESS" };

    public static Option<string?> PublicUrl() => new("--public-url") { Description = "where people reach the server, for the links in what is sent", HelpName = "URL" };

    /// <summary>The mail server; null where none was given.</summary>
    /// <exception cref="BadInputException">It cannot be used.</exception>
    public static MailRoute? RouteOf(string? smtp, string? from) => (smtp, from) switch
    {
        (null, null) => null,
        ({ } url, { } sender) => MailRoute.Of(url, sender),
        _ => throw new BadInputException("a mail server and a sender go together", "give both `--smtp URL` and `--from ADDRESS`"),
    };
}
