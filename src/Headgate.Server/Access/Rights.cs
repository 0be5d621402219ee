using Microsoft.AspNetCore.Authorization;

namespace Headgate.Server;

/// <summary>Who may do what. An endpoint that names none of these, and does not say that anybody may, is closed to everybody.</summary>
internal static class Rights
{
    /// <summary>Ask for decisions. The reason may tell who objected and who is a minor.</summary>
    public const string Decide = "decide";

    /// <summary>Say who members are and what they were told, in bulk.</summary>
    public const string Record = "record";

    /// <summary>Make a choice: for anybody, or a member for themselves.</summary>
    public const string Choose = "choose";

    /// <summary>Read what is known of one person: of anybody, or a member of themselves.</summary>
    public const string ReadPerson = "read-person";

    /// <summary>Pause, lift, publish, and speak with authorities.</summary>
    public const string Govern = "govern";

    /// <summary>Hold permits.</summary>
    public const string Train = "train";

    /// <summary>Read public acts.</summary>
    public const string Read = "read";

    /// <summary>See the page for authorities, and take evidence away: all public acts with their proofs, and what the company states beside them.</summary>
    public const string Account = "account";

    /// <summary>Hand out and withdraw keys.</summary>
    public const string Administer = "administer";

    /// <summary>Be helped to write: for anybody, or a member for themselves.</summary>
    public const string Assist = "assist";

    /// <summary>See one's own page.</summary>
    public const string SeeOwn = "see-own";

    /// <summary>See and use the officer's pages.</summary>
    public const string Oversee = "oversee";

    /// <summary>Which roles each lets in.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Role>> All { get; } = new Dictionary<string, IReadOnlyList<Role>>
    {
        [Decide] = [Role.Platform, Role.Officer],
        [Record] = [Role.Platform],
        [Choose] = [Role.Platform, Role.Member],
        [ReadPerson] = [Role.Platform, Role.Officer, Role.Member],
        [Govern] = [Role.Officer],
        [Train] = [Role.Engineer],
        [Read] = [Role.Platform, Role.Engineer, Role.Officer, Role.Regulator, Role.Administrator],
        [Assist] = [Role.Platform, Role.Member],
        [Account] = [Role.Officer, Role.Regulator],
        [Administer] = [Role.Administrator],
        [SeeOwn] = [Role.Member],
        [Oversee] = [Role.Officer],
    };

    public static void Add(AuthorizationOptions options)
    {
        foreach (var (name, roles) in All) options.AddPolicy(name, policy => policy.RequireRole(roles.Select(role => role.Word())));
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
    }
}
