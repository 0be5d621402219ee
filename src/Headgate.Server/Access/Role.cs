namespace Headgate.Server;

/// <summary>Who somebody is to the server. What each may do is in <see cref="Rights"/>.</summary>
public enum Role
{
    /// <summary>One member: their own data and choices.</summary>
    Member = 0,

    /// <summary>The platform's own services: says who its members are, records their choices, asks for decisions.</summary>
    Platform = 1,

    /// <summary>Trains models: holds permits. Learns of no single person why they are left out.</summary>
    Engineer = 2,

    /// <summary>The privacy officer: pauses, lifts, publishes, answers concerns.</summary>
    Officer = 3,

    /// <summary>An authority: reads what is public, and writes nothing.</summary>
    Regulator = 4,

    /// <summary>Hands out keys.</summary>
    Administrator = 5,
}

/// <summary>The words for roles.</summary>
public static class Roles
{
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    public static string Word(this Role role) => role switch
    {
        Role.Member => "member",
        Role.Platform => "platform",
        Role.Engineer => "engineer",
        Role.Officer => "officer",
        Role.Regulator => "regulator",
        _ => "administrator",
    };

    /// <summary>The role of a word; null where there is none.</summary>
    public static Role? Find(string? word)
    {
        foreach (var role in All)
            if (role.Word() == word)
                return role;
        return null;
    }
}
