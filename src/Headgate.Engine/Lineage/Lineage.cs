using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>The way from a person to the data sets, permits and models that hold their records (product.md, From a person to the models).</summary>
public static class Lineage
{
    /// <summary>Puts every data set and model of the ledger that is not in the index yet into it.</summary>
    /// <param name="work">Reads the people of models; null where only data sets are to be read.</param>
    /// <returns>The names of those that could not be read.</returns>
    public static IReadOnlyList<string> Bring(Session session, ModelWork? work, Bounds limits, CancellationToken cancellation) =>
        new LineageIndexing(session, new(session), limits, cancellation).Run(work);

    /// <summary>How many bytes the index takes.</summary>
    public static long Bytes(Session session) =>
        Path.Combine(session.Folder, "lineage") is var folder && Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) : 0;
}
