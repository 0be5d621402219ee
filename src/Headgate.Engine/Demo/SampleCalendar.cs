namespace Headgate.Engine.Demo;

/// <summary>When people joined and wrote: a network that grows from 2003 on, a little faster every year.</summary>
/// <remarks>Only square roots, which every machine rounds alike, so that dates are the same everywhere.</remarks>
internal static class SampleCalendar
{
    public static readonly Instant Opened = Instant.FromDate(new(2003, 5, 5));
    public static readonly Instant LastJoined = Instant.FromDate(new(2024, 9, 17));
    public static readonly Instant LastWritten = Instant.FromDate(new(2025, 11, 7));

    private static readonly Instant FirstPhoto = Instant.FromDate(new(2006, 3, 1));

    /// <summary>When the person of this number joined. Nobody writes before they joined.</summary>
    public static Instant Joined(int number, int people) => Between(Opened, LastJoined, (double)number / people);

    /// <summary>When the record of this number was created, at a part in [0, 1) of its share of the time.</summary>
    public static Instant Written(long number, long records, double part) => Between(Opened, LastWritten, (number + part) / records);

    /// <summary>When the photo of this number was created.</summary>
    public static Instant Photographed(long number, long photos, double part) => Between(FirstPhoto, LastWritten, (number + part) / photos);

    /// <summary>How many of the people are members when a share of the time's records is written.</summary>
    public static int Members(long number, long records, int people) => 1 + (int)((people - 1) * ((double)number / records));

    private static Instant Between(Instant from, Instant to, double share)
    {
        var quarter = Math.Sqrt(Math.Sqrt(share));
        var growth = quarter * Math.Sqrt(quarter);
        var milliseconds = (long)((to.Microseconds - from.Microseconds) / 1000 * growth);
        return Instant.FromMicroseconds(from.Microseconds + milliseconds * 1000);
    }
}
