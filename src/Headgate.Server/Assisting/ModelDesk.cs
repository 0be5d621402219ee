using Headgate.Engine;
using Headgate.Gate;
using Headgate.Suggest;
using Headgate.Suggest.Model;

namespace Headgate.Server;

/// <summary>The model that suggests: verified and opened when it is first asked, and again as soon as another has taken its place.</summary>
internal sealed class ModelDesk(Session session, ServerSettings settings) : IDisposable
{
    private readonly ModelHolder holder = new();
    private readonly Lock opening = new();
    private DateTime served;

    /// <summary>Asks the model as it is now.</summary>
    /// <returns>The default where this server was given none.</returns>
    /// <exception cref="BadInputException">There is none where the settings say.</exception>
    /// <exception cref="RefusedException">It does not verify.</exception>
    public T? Ask<T>(Func<PhraseModel, T> question)
    {
        if (settings.Model is not { } folder) return default;
        Look(folder);
        return holder.Ask(question);
    }

    public void Dispose() => holder.Dispose();

    private void Look(string folder)
    {
        ModelForgetting.Complete(session, folder);
        var manifest = Path.Combine(folder, ModelFolder.ManifestName);
        if (File.GetLastWriteTimeUtc(manifest) == served) return;
        lock (opening)
        {
            var written = File.GetLastWriteTimeUtc(manifest);
            if (written == served) return;
            try
            {
                ModelFolder.Open(session, folder);
            }
            catch (RefusedException) when (File.GetLastWriteTimeUtc(manifest) != written)
            {
                // Another took its place while it was read.
                written = File.GetLastWriteTimeUtc(manifest);
                ModelFolder.Open(session, folder);
            }
            holder.Serve(folder);
            served = written;
        }
    }
}
