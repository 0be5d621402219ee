namespace Headgate;

/// <summary>The state of a subject's account. The numbers are persisted. Anything but <see cref="Active"/> denies with <c>not-active</c>.</summary>
public enum SubjectStatus
{
    /// <summary>No status was stated, or one that is not known.</summary>
    Unknown = 0,
    Active = 1,
    Closed = 2,
    Memorialised = 3,
}
