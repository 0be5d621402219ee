namespace Headgate;

/// <summary>What a subject chose for a purpose. The numbers are persisted.</summary>
public enum Choice
{
    /// <summary>Nothing was chosen, or a choice was withdrawn.</summary>
    Unset = 0,
    Consented = 1,
    Objected = 2,
}
