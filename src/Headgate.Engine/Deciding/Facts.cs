using System.Runtime.InteropServices;

namespace Headgate.Engine;

/// <summary>Somebody's standing as <see cref="StandingIndex"/> holds it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct Person
{
    /// <summary>Where no birth is known.</summary>
    public const int NoBirth = int.MinValue;

    /// <summary>Numbers of days; <see cref="NoBirth"/> where the age is unknown.</summary>
    public int Earliest;
    public int Latest;

    /// <summary>The first row among all choices, and among all notices.</summary>
    public int Choices;
    public int Notices;

    public ushort ChoiceCount;
    public ushort ChoiceRoom;
    public ushort NoticeCount;
    public ushort NoticeRoom;

    /// <summary>The number of a set of regions.</summary>
    public int Regions;

    /// <summary>A <see cref="SubjectStatus"/>.</summary>
    public byte Status;

    /// <summary>Whether there is a standing.</summary>
    public bool IsKnown;
}

/// <summary>A choice that stands.</summary>
/// <param name="Since">In microseconds.</param>
/// <param name="Purpose">The number of its name.</param>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal readonly record struct ChoiceRow(long Since, ushort Purpose, byte Choice);

/// <summary>A notice that was served, once.</summary>
/// <param name="Time">In microseconds.</param>
/// <param name="Notice">The number of its version.</param>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal readonly record struct NoticeRow(long Time, ushort Notice);
