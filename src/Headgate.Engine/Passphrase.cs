using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>The passphrase that a ledger's keys are sealed with, as the environment gives it.</summary>
public static class Passphrase
{
    public const string Variable = "HEADGATE_PASSPHRASE";
    public const string FileVariable = "HEADGATE_PASSPHRASE_FILE";

    /// <returns>Null where none was given.</returns>
    /// <exception cref="LedgerRefusalException">A file was named that cannot be read.</exception>
    public static string? Given()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text) return text;
        return Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file ? Read(file) : null;
    }

    /// <summary>The passphrase in a file: its first line.</summary>
    /// <exception cref="LedgerRefusalException">It cannot be read, or is empty.</exception>
    public static string Read(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line ? line : throw new LedgerRefusalException($"`{file}` holds no passphrase: its first line is empty");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerRefusalException($"`{file}`, which is to hold the passphrase, cannot be read: {fault.Message}", fault);
        }
    }
}
