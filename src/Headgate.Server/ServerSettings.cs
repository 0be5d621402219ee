using Headgate.Gate;
using Headgate.Suggest.Drafts;

namespace Headgate.Server;

/// <summary>How the server is set up. Checked once, at start (docs/server.md, Settings).</summary>
public sealed record ServerSettings
{
    /// <summary>Where to listen, such as <c>http://localhost:5173</c>.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The address under which callers reach it; null where that is what they ask for.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The origin of that address, as browsers write it; null where there is none.</summary>
    internal string? PublicOrigin => PublicUrl is { } place && Uri.TryCreate(place, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null;

    /// <summary>Whether its coming up and going down is not logged: whoever starts it says so in words.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>By whom people sign in; null where only links and keys do.</summary>
    public OpenIdSettings? OpenId { get; init; }

    /// <summary>The folder below which data sets lie that permits may be asked for; null where none may.</summary>
    public string? DataSets { get; init; }

    /// <summary>The folder of the model that suggests; null where none does.</summary>
    public string? Model { get; init; }

    /// <summary>The chat model that may draft, if it is asked to; null where none may.</summary>
    public ChatSettings? Chat { get; init; }

    /// <summary>The purposes to which a browser's <c>Sec-GPC: 1</c> objects.</summary>
    public IReadOnlyList<string> GpcPurposes { get; init; } = [];

    /// <summary>The mail server that messages with links are handed to; null where none is sent.</summary>
    public Engine.MailRoute? Mail { get; init; }

    /// <summary>Whether lifting a pause and publishing a policy take two people.</summary>
    public bool TwoPeople { get; init; }

    /// <summary>Requests that one caller may make in a second.</summary>
    public int RequestsPerSecond { get; init; } = 5000;

    /// <summary>Requests at work at once; further ones are told to come back.</summary>
    public int MostAtOnce { get; init; } = 256;

    /// <summary>Requests that wait while as many as that are at work.</summary>
    public int MostWaiting { get; init; } = 1024;

    /// <summary>How long the head of a request may take, and its body come more slowly than 240 bytes a second, before the connection is closed; more than a second.</summary>
    public TimeSpan SlowRequest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest body of a request.</summary>
    public long MostBodyBytes { get; init; } = 4 << 20;

    /// <summary>Whether it can be reached from this machine alone.</summary>
    public bool IsLoopback => Urls.All(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback);

    /// <exception cref="BadInputException">A setting cannot be used.</exception>
    public void Check()
    {
        if (Urls.Count == 0) throw new BadInputException("there is no address to listen on", "give one: `--urls http://localhost:5173`");
        foreach (var url in Urls)
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
                throw new BadInputException($"`{url}` is no address to listen on", "write `--urls http://localhost:5173`");
        if (PublicUrl is { } place && (!Uri.TryCreate(place, UriKind.Absolute, out var given) || given.Scheme is not ("http" or "https") || given.Query.Length > 0 || given.Fragment.Length > 0))
            throw new BadInputException($"`{place}` is no address under which the server is reached", "write `--public-url https://headgate.example.com`");
        if (DataSets is { } folder && !Directory.Exists(folder)) throw new BadInputException($"there is no folder `{folder}`", "name the folder that holds the data sets");
        if (Model is { } model && !File.Exists(Path.Combine(model, Engine.ModelFolder.ManifestName))) throw new BadInputException($"there is no model in `{model}`", "name the folder that `headgate train … --out` wrote");
        OpenId?.Check();
        if (RequestsPerSecond < 1 || MostAtOnce < 1 || MostWaiting < 0 || MostBodyBytes < 1024) throw new BadInputException("a limit is too small to answer anybody", "leave it out, or give a larger one");
    }
}
