using Headgate.Gate;
using MailKit.Security;
using MimeKit;

namespace Headgate.Engine;

/// <summary>The mail server that messages are handed to, and in whose name.</summary>
/// <param name="User">Null where it asks nobody who they are.</param>
/// <param name="From">Who sends.</param>
/// <param name="Security">Over a network, TLS always.</param>
public sealed record MailRoute(string Host, int Port, string? User, string? Password, MailboxAddress From, SecureSocketOptions Security)
{
    private const string FolderScheme = "file:";

    /// <summary>Where the password stands: never on a command line, which others can read.</summary>
    public const string PasswordVariable = "HEADGATE_SMTP_PASSWORD";

    /// <summary>Where messages are laid down, a file each, instead of being handed to a server; null where they are handed over.</summary>
    public string? Folder { get; private init; }

    /// <summary>Reads <c>smtp://USER@HOST:PORT</c> (STARTTLS; none on this machine), <c>smtps://…</c>, or <c>file:FOLDER</c>.</summary>
    /// <exception cref="BadInputException">It is no such address, or nobody's.</exception>
    public static MailRoute Of(string url, string from)
    {
        if (url.StartsWith(FolderScheme, StringComparison.Ordinal)) return OfFolder(url[FolderScheme.Length..], from);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0 || uri.UserInfo.Contains(':'))
            throw new BadInputException($"`{url}` is no mail server", $"write `smtp://user@mail.example.com:587` or `smtps://…`, and put the password into {PasswordVariable}");
        var user = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(uri.UserInfo);
        var security = uri.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect : uri.IsLoopback ? SecureSocketOptions.None : SecureSocketOptions.StartTls;
        return new(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : uri.Scheme == "smtps" ? 465 : 587, user, user is null ? null : Environment.GetEnvironmentVariable(PasswordVariable), AddressOf(from), security);
    }

    private static MailRoute OfFolder(string path, string from)
    {
        if (path.StartsWith("//", StringComparison.Ordinal)) path = path[2..];
        if (path.Length == 0 || path.Contains('\0')) throw new BadInputException("`file:` names no folder", "write `file:mail`, or the whole path");
        return new("", 0, null, null, AddressOf(from), SecureSocketOptions.None) { Folder = Path.GetFullPath(path) };
    }

    /// <summary>The mail address that a text is.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static MailboxAddress AddressOf(string text) => TryAddress(text) ?? throw new BadInputException("a mail address is none", "write `name@example.com`");

    /// <summary>The mail address that a text is; null where it is none, or one that could be read as more than one.</summary>
    public static MailboxAddress? TryAddress(string? text) =>
        text is { Length: > 2 and <= 320 } && !text.Any(char.IsControl) && MailboxAddress.TryParse(text, out var address) && address.Address.IndexOf('@') is > 0 and var at && at < address.Address.Length - 1
            && !address.Address.Any(letter => char.IsWhiteSpace(letter) || letter is ',' or ';' or '<' or '>') ? address : null;
}
