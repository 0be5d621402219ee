namespace Headgate.Gate;

/// <summary>Somebody as they are counted: in one place of memory, because it is asked for in a random order.</summary>
/// <param name="Place">Where they are: the number of a code, one for what is unknown, one for several.</param>
internal record struct Presence(byte Place)
{
    /// <summary>Whether a record that they are in was kept.</summary>
    public bool Kept;

    /// <summary>Whether one was dropped.</summary>
    public bool Dropped;
}
