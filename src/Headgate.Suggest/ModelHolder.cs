using Headgate.Suggest.Model;

namespace Headgate.Suggest;

/// <summary>The model that is being served. Another takes its place without a restart: whoever reads the old one reads it to the end, then it is closed.</summary>
public sealed class ModelHolder : IDisposable
{
    private readonly Lock changing = new();
    private Held? held;

    /// <summary>Serves the model of a folder from now on; it is opened before the old one is let go.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the old one goes on being served.</exception>
    public void Serve(string folder)
    {
        var opened = new Held(PhraseModel.Open(folder));
        Exchange(opened);
    }

    /// <summary>Asks the model that is served now.</summary>
    /// <returns>The default where none is.</returns>
    public T? Ask<T>(Func<PhraseModel, T> question)
    {
        Held? used;
        lock (changing)
        {
            used = held;
            if (used is null) return default;
            used.Users++;
        }
        try
        {
            return question(used.Model);
        }
        finally
        {
            Leave(used);
        }
    }

    /// <summary>Serves none from now on.</summary>
    public void Dispose() => Exchange(null);

    private void Exchange(Held? next)
    {
        Held? old;
        lock (changing) (old, held) = (held, next);
        if (old is not null) Leave(old);
    }

    private void Leave(Held used)
    {
        bool isLast;
        lock (changing) isLast = --used.Users == 0;
        if (isLast) used.Model.Dispose();
    }

    /// <summary>An open model, and how many use it; that it is the one being served counts as one.</summary>
    private sealed class Held(PhraseModel model)
    {
        public PhraseModel Model { get; } = model;

        public int Users { get; set; } = 1;
    }
}
