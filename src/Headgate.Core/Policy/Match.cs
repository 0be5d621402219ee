namespace Headgate;

/// <summary>Whether several conditions hold together.</summary>
/// <param name="Unknown">The first field that was unknown, where no other is false; else null.</param>
public readonly record struct Match(Truth Truth, string? Unknown)
{
    public static Match No => new(Truth.False, null);

    /// <summary>A deny rule or a suspension applies where nothing says that it does not.</summary>
    public bool MayHold => Truth != Truth.False;

    /// <summary>A grant applies where everything says that it does.</summary>
    public bool Holds => Truth == Truth.True;

    public static Match Of(IReadOnlyList<Condition> conditions, in Case given)
    {
        string? unknown = null;
        foreach (var condition in conditions)
        {
            switch (condition.Test(given))
            {
                case Truth.False: return No;
                case Truth.Unknown: unknown ??= condition.Field; break;
            }
        }
        return new(unknown is null ? Truth.True : Truth.Unknown, unknown);
    }
}
