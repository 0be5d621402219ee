namespace Headgate.Suggest.Model;

/// <summary>What lies where in the folder of a model (docs/model-format.md).</summary>
public static class ModelLayout
{
    /// <summary>What is served.</summary>
    public const string PhrasesName = "phrases.bin";

    /// <summary>The protected part: who contributed what, for forgetting. Nobody is to read it who need not.</summary>
    public const string PeopleName = "people";

    public static string Phrases(string folder) => Path.Combine(folder, PhrasesName);

    public static string People(string folder) => Path.Combine(folder, PeopleName);

    /// <summary>The files that training and forgetting make, below the folder, with slashes, in order.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(People(folder)).Select(file => $"{PeopleName}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal), PhrasesName];
}
