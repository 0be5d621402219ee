using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine.Demo;

/// <summary>Where the parts of a demo lie.</summary>
internal sealed class DemoFolder
{
    private readonly string root;
    private readonly bool existed;

    /// <exception cref="BadInputException">Something lies there already.</exception>
    public DemoFolder(string path)
    {
        root = path;
        existed = Directory.Exists(path);
        if (File.Exists(path) || (existed && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new BadInputException($"`{path}` is not empty", "give another place with `--out`, or remove it");
        Directory.CreateDirectory(path);
    }

    public string Network => In("network");

    public string Policies => In("network", "policies");

    public string Ledger => In("ledger");

    public string Report => In("report.html");

    public string DataSet(string date, string content) => In("datasets", $"{date}-{content}");

    public string Model(string name) => In("models", name);

    /// <summary>A new file of the network.</summary>
    public string NewFile(params ReadOnlySpan<string> name)
    {
        var path = Path.Combine([Network, .. name]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Removes what a demo that came to nothing left behind.</summary>
    public void Remove()
    {
        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
        if (!existed) Directory.Delete(root);
    }

    public static string Day(Instant at) => at.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string In(params ReadOnlySpan<string> name) => Path.Combine([root, .. name]);
}
