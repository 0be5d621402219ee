namespace Headgate.Engine;

/// <summary>A model that no other has taken the place of, as the ledger names it.</summary>
/// <param name="Position">Of the statement that records it as it is now.</param>
/// <param name="Permit">The permit under which it was first trained: whoever had left by then is not in it.</param>
internal sealed record LineageModel(string Digest, string Name, long Position, string Purpose, long Permit)
{
    /// <param name="replaced">Is given the digests of those that others have taken the place of.</param>
    public static IReadOnlyList<LineageModel> Current(IReadOnlyList<Recorded> acts, ISet<string>? replaced = null)
    {
        var models = new Dictionary<string, LineageModel>(StringComparer.Ordinal);
        foreach (var act in acts)
        {
            switch (act.Statement)
            {
                case ModelTrained trained:
                    models[trained.ManifestDigest] = new(trained.ManifestDigest, trained.Name, act.Position, trained.Purpose, trained.Permit);
                    break;
                case ModelForgot forgot:
                    var before = models.GetValueOrDefault(forgot.Before);
                    models.Remove(forgot.Before);
                    replaced?.Add(forgot.Before);
                    models[forgot.After] = new(forgot.After, forgot.Name, act.Position, before?.Purpose ?? "", before?.Permit ?? 0);
                    break;
            }
        }
        replaced?.ExceptWith(models.Keys);
        return [.. models.Values.OrderBy(model => model.Position)];
    }
}
