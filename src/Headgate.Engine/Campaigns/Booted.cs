namespace Headgate.Engine;

/// <summary>Since when this machine has been running: what was written and not flushed before is there after the end of a process, and may not be after the end of the machine.</summary>
internal static class Booted
{
    private const string File = "/proc/sys/kernel/random/boot_id";

    /// <summary>Differs from one start of the machine to the next; where that cannot be told, from one process to the next.</summary>
    public static string Id { get; } = Read();

    private static string Read()
    {
        try
        {
            return System.IO.File.ReadAllText(File).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Guid.NewGuid().ToString();
        }
    }
}
