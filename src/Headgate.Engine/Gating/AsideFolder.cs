using System.Diagnostics;
using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Where a data set is written before it is one: a hidden folder beside its place, which goes away unless it is moved there.</summary>
internal sealed class AsideFolder : IDisposable
{
    private const string Ending = ".partial";

    private readonly string place;
    private bool moved;

    /// <exception cref="BadInputException">The place is taken, or cannot be written.</exception>
    public AsideFolder(string place)
    {
        this.place = System.IO.Path.GetFullPath(place);
        if (File.Exists(this.place) || (Directory.Exists(this.place) && Directory.EnumerateFileSystemEntries(this.place).Any()))
            throw new BadInputException($"`{place}` is there already", "a data set is never overwritten: choose another place, or remove it");
        var parent = System.IO.Path.GetDirectoryName(this.place) ?? throw new BadInputException($"`{place}` is no place for a data set", "name a folder");
        var name = System.IO.Path.GetFileName(this.place);
        try
        {
            Directory.CreateDirectory(parent);
            RemoveLeftOvers(parent, name);
            Path = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".{name}.{Environment.ProcessId}{Ending}"));
            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{place}` cannot be written: {error.Message.TrimEnd('.')}", "choose a place that can");
        }
    }

    public string Path { get; }

    public void Clear()
    {
        Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(Path);
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void MoveIntoPlace()
    {
        if (Directory.Exists(place)) Directory.Delete(place);
        Directory.Move(Path, place);
        moved = true;
    }

    public void Dispose()
    {
        if (!moved && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    /// <summary>Removes what runs that were killed left behind.</summary>
    private static void RemoveLeftOvers(string parent, string name)
    {
        foreach (var left in Directory.EnumerateDirectories(parent, $".{name}.*{Ending}"))
        {
            var number = System.IO.Path.GetFileName(left)[(name.Length + 2)..^Ending.Length];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAlive(process)) Directory.Delete(left, recursive: true);
        }
    }

    internal static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
