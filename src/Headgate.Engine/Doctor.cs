using System.Globalization;
using System.Runtime.InteropServices;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Something that was looked at.</summary>
/// <param name="Help">What to do about it; null where nothing needs to be done.</param>
public sealed record DoctorFinding(string What, bool Ok, string Found, string? Help);

/// <summary>Looks at what Headgate needs.</summary>
public static class Doctor
{
    private const long EnoughBytes = 1L << 30;

    public static IReadOnlyList<DoctorFinding> Examine(string folder, TimeProvider clock) => [Runtime(), Engine(), Disk(), .. Ledger(folder, clock)];

    private static DoctorFinding Runtime() => new("runtime", true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores", null);

    private static DoctorFinding Engine()
    {
        try
        {
            using var temp = new TempFolder();
            return new("gate engine", true, $"DuckDB {GateEngine.Version(new Bounds(MemorySize.Megabytes(512), 2, temp.Path))}", null);
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or BadInputException)
        {
            return new("gate engine", false, error.Message, "the native library of DuckDB could not be loaded: Headgate runs on 64-bit Linux, macOS and Windows");
        }
    }

    private static DoctorFinding Disk()
    {
        var drive = new DriveInfo(Path.GetTempPath());
        var free = string.Create(CultureInfo.InvariantCulture, $"{drive.AvailableFreeSpace / (double)(1 << 30):0.0} GiB free for temporary files");
        return drive.AvailableFreeSpace >= EnoughBytes ? new("disk", true, free, null) : new("disk", false, free, "give a folder with more space: `headgate gate … --temp DIR`");
    }

    private static IEnumerable<DoctorFinding> Ledger(string folder, TimeProvider clock)
    {
        Session session;
        DoctorFinding? refused = null;
        try
        {
            session = Session.Open(folder, clock);
        }
        catch (Exception error) when (error is LedgerRefusalException or LedgerDamageException)
        {
            refused = new("ledger", false, error.Message, error is LedgerDamageException ? "run `headgate fsck`" : null);
            session = null!;
        }
        if (refused is not null) return [refused];
        using (session)
        {
            var head = session.Store.Head;
            var policy = session.PolicyInForce();
            var ahead = head.LastRecordedAt is { } last && last > session.Now;
            return
            [
                new("ledger", true, string.Create(CultureInfo.InvariantCulture, $"`{folder}` holds {head.Size:N0} statements"), null),
                new("policy", policy is not null, policy is null ? "none is in force: everything is denied" : $"{policy.Name}, version {policy.Version}", policy is null ? "publish one: `headgate policy publish FILE`" : null),
                new("clock", !ahead, ahead ? "behind the last statement" : "not behind the last statement", ahead ? "set it right; until then new statements are recorded with the time of the last one" : null),
            ];
        }
    }
}
