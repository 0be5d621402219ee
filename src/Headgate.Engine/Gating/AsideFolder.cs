using System.Diagnostics;
using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Where a data set, or what else is sealed as a folder, is written before it is one: a hidden folder beside its place, which goes away unless it is moved there.</summary>
internal sealed class AsideFolder : IDisposable
{
    private const string Ending = ".partial";

    private readonly string asked;
    private readonly string place;
    private readonly List<string> leftOvers = [];
    private bool moved;

    /// <exception cref="BadInputException">The place is taken, or cannot be written.</exception>
    public AsideFolder(string place)
    {
        asked = place;
        this.place = System.IO.Path.GetFullPath(place);
        CheckFree();
        var parent = System.IO.Path.GetDirectoryName(this.place) ?? throw new BadInputException($"`{place}` is no place to write to", "name a folder");
        var name = System.IO.Path.GetFileName(this.place);
        try
        {
            Directory.CreateDirectory(parent);
            FindLeftOvers(parent, name);
            Path = System.IO.Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".{name}.{Environment.ProcessId}{Ending}"));
            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"`{place}` cannot be written: {error.Message.TrimEnd('.')}", "choose a place that can");
        }
    }

    public string Path { get; }

    /// <summary>The journals of the parts that runs which died here had finished.</summary>
    public IReadOnlyList<string> Parts => [.. leftOvers.Select(left => System.IO.Path.Combine(left, PartJournal.Name)).Where(File.Exists)];

    /// <summary>Begins anew. What was finished so far may be taken over.</summary>
    public void Clear()
    {
        if (!File.Exists(System.IO.Path.Combine(Path, PartJournal.Name))) Directory.Delete(Path, recursive: true);
        else
        {
            var left = string.Create(CultureInfo.InvariantCulture, $"{Path[..^Ending.Length]}-{leftOvers.Count}{Ending}");
            Directory.Move(Path, left);
            leftOvers.Add(left);
        }
        Directory.CreateDirectory(Path);
    }

    /// <summary>How many files of eligible records are finished, should the run be interrupted now.</summary>
    public int Finished => PartJournal.Read(System.IO.Path.Combine(Path, PartJournal.Name)).Count();

    /// <summary>Leaves what is finished to the next run at this place.</summary>
    public void Leave() => moved = true;

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    /// <summary>Keeps the place for what is about to be recorded: of two that were written for it at once only one is, and the other is told before anything is.</summary>
    /// <returns>What to dispose of once this is in place.</returns>
    /// <exception cref="BadInputException">The place was taken meanwhile.</exception>
    public IDisposable Claim()
    {
        FileStream claim;
        try
        {
            claim = new(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(place)!, $".{System.IO.Path.GetFileName(place)}.claim"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw Taken();
        }
        try
        {
            CheckFree();
            return claim;
        }
        catch (BadInputException)
        {
            claim.Dispose();
            throw;
        }
    }

    public void MoveIntoPlace()
    {
        File.Delete(System.IO.Path.Combine(Path, PartJournal.Name));
        if (Directory.Exists(place)) Directory.Delete(place);
        Directory.Move(Path, place);
        moved = true;
        RemoveLeftOvers();
    }

    public void Dispose()
    {
        if (moved) return;
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        RemoveLeftOvers();
    }

    private void CheckFree()
    {
        if (File.Exists(place) || (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())) throw Taken();
    }

    private BadInputException Taken() => new($"`{asked}` is there already", "what was sealed is never overwritten: choose another place, or remove it");

    /// <summary>Finds what runs that were killed left behind.</summary>
    private void FindLeftOvers(string parent, string name)
    {
        foreach (var left in Directory.EnumerateDirectories(parent, $".{name}.*{Ending}"))
        {
            var number = System.IO.Path.GetFileName(left)[(name.Length + 2)..^Ending.Length].Split('-')[0];
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAlive(process)) leftOvers.Add(left);
        }
        foreach (var left in leftOvers.Where(left => !File.Exists(System.IO.Path.Combine(left, PartJournal.Name))).ToList())
        {
            Directory.Delete(left, recursive: true);
            leftOvers.Remove(left);
        }
    }

    private void RemoveLeftOvers()
    {
        foreach (var left in leftOvers.Where(Directory.Exists)) Directory.Delete(left, recursive: true);
        leftOvers.Clear();
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
