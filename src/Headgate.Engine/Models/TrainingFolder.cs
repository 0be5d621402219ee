using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>What a training run can be taken up from after it was killed: a hidden folder beside the model's place, for one run at a time.</summary>
internal sealed class TrainingFolder : IDisposable
{
    private const string Key = "run";

    private readonly FileStream held;
    private readonly string outer;

    /// <exception cref="BadInputException">Another run is training there.</exception>
    public TrainingFolder(string place)
    {
        var whole = System.IO.Path.GetFullPath(place);
        outer = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(whole)!, $".{System.IO.Path.GetFileName(whole)}.training");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(outer);
        else Directory.CreateDirectory(outer, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            held = new FileStream(System.IO.Path.Combine(outer, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new BadInputException($"another run is training `{place}`", "wait for it, or choose another place");
        }
    }

    public string Path => System.IO.Path.Combine(outer, "work");

    /// <summary>Keeps what is there if the same run left it, and removes it otherwise.</summary>
    /// <param name="run">What the result depends on.</param>
    public void Begin(string run)
    {
        var key = System.IO.Path.Combine(outer, Key);
        if (File.Exists(key) && File.ReadAllText(key) == run) return;
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        File.WriteAllText(key, run);
    }

    public void Clear()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
        File.Delete(System.IO.Path.Combine(outer, Key));
    }

    public void Dispose()
    {
        held.Dispose();
        if (!Directory.Exists(Path)) Directory.Delete(outer, recursive: true);
    }
}
