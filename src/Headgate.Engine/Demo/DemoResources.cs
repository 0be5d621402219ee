using System.Text;

namespace Headgate.Engine.Demo;

/// <summary>The texts and policies that the demo carries within itself.</summary>
public static class DemoResources
{
    private const string Policies = "policies/";

    /// <summary>The text of a policy or notice by its name under <c>policies/</c>, such as <c>2025-09-18.yaml</c> or <c>notices/gen-ai-2025.md</c>.</summary>
    public static string Policy(string name) => Text(Policies + name);

    /// <summary>Writes every policy and notice into a directory, with the notices where the policies refer to them.</summary>
    /// <returns>The paths written.</returns>
    public static IReadOnlyList<string> WritePolicies(string directory)
    {
        var written = new List<string>();
        foreach (var name in typeof(DemoResources).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Policies, StringComparison.Ordinal)) continue;
            var path = Path.Combine(directory, name[Policies.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Text(name));
            written.Add(path);
        }
        return written;
    }

    internal static string Text(string name)
    {
        using var stream = typeof(DemoResources).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"no such text in the demo: {name}", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
