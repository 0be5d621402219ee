using System.Runtime.ExceptionServices;
using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Standard input, where it is content: written down once, since a run may have to start over.</summary>
internal sealed class StandardInput : IDisposable
{
    private readonly TempFolder? folder;

    /// <exception cref="BadInputException">It is asked for twice.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted while it was read.</exception>
    public StandardInput(IEnumerable<ContentFile> files, string? temp, CancellationToken cancellation)
    {
        var asked = files.Count(file => file.Path == ContentFiles.Standard);
        if (asked > 1) throw new BadInputException("standard input can be read only once", "give `-` once");
        if (asked == 0) return;
        folder = new TempFolder(temp);
        try
        {
            // Nothing wakes who waits for a terminal or a pipe: that thread is left behind.
            Task.Run(Copy, cancellation).Wait(cancellation);
        }
        catch (AggregateException error) when (error.InnerException is { } cause)
        {
            folder.Dispose();
            ExceptionDispatchInfo.Throw(cause);
        }
        catch (OperationCanceledException)
        {
            folder.Dispose();
            throw;
        }
    }

    private void Copy()
    {
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
