using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Standard input, where it is content: written down once, since a run may have to start over.</summary>
internal sealed class StandardInput : IDisposable
{
    private readonly TempFolder? folder;

    /// <exception cref="BadInputException">It is asked for twice.</exception>
    public StandardInput(IEnumerable<ContentFile> files, string? temp)
    {
        var asked = files.Count(file => file.Path == ContentFiles.Standard);
        if (asked > 1) throw new BadInputException("standard input can be read only once", "give `-` once");
        if (asked == 0) return;
        folder = new TempFolder(temp);
        using var input = Console.OpenStandardInput();
        using var copy = File.Create(Spooled);
        input.CopyTo(copy);
    }

    private string Spooled => Path.Combine(folder!.Path, ContentFiles.Spooled);

    /// <summary>Makes it known to a worker.</summary>
    public void LinkInto(string job)
    {
        if (folder is not null) File.CreateSymbolicLink(Path.Combine(job, ContentFiles.Spooled), Spooled);
    }

    public void Dispose() => folder?.Dispose();
}
