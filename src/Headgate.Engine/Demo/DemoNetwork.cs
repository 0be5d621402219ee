using Headgate.Gate;

namespace Headgate.Engine.Demo;

/// <summary>Writes the sample network as it grows: what was posted until a date is in files that end with it.</summary>
internal sealed class DemoNetwork(SampleNetwork network, DemoFolder folder, Action<GateProgress> report, CancellationToken cancellation)
{
    private const long Slice = 20_000;

    private readonly List<string> posts = [];
    private readonly List<string> photos = [];
    private long posted;
    private long photographed;
    private Instant chosen = Instant.MinValue;
    private Instant served = Instant.MinValue;
    private Instant bounced = Instant.MinValue;

    /// <summary>The files of posts, comments and messages until now.</summary>
    public IReadOnlyList<string> Posts => posts;

    /// <summary>The files of photos until now.</summary>
    public IReadOnlyList<string> Photos => photos;

    /// <summary>Somebody's name; their id where nothing was invented for it.</summary>
    public string NameOf(string id) =>
        id is ['m', .. var digits] && int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number < network.People ? network.Person(number).Name : id;

    /// <summary>Writes what is there from the start: people, pictures and policies.</summary>
    /// <returns>The file of the people.</returns>
    public string WritePeople()
    {
        DemoResources.WritePolicies(folder.Policies);
        SampleNetworkFiles.WritePictures(network, folder.Network);
        var path = folder.NewFile("members.jsonl");
        using var stream = File.Create(path);
        SampleNetworkFiles.WriteMembers(network, stream);
        return path;
    }

    /// <summary>Writes what was posted since the last time.</summary>
    public void WriteContent(Instant until)
    {
        Write(posts, "posts", until, posted, posted = network.RecordsBefore(until), SampleNetworkFiles.WriteContent);
        Write(photos, "photos", until, photographed, photographed = network.PhotosBefore(until), SampleNetworkFiles.WritePhotos);
    }

    /// <returns>The file of the choices made since the last time; null where there were none.</returns>
    public string? WriteChoices(Instant until)
    {
        var path = Some(folder.NewFile("choices", $"{DemoFolder.Day(until)}.jsonl"), stream => SampleNetworkFiles.WriteChoices(network, stream, chosen, until));
        chosen = until;
        return path;
    }

    /// <returns>The file of those who were served the notice since the last time; null where nobody was.</returns>
    public string? WriteServed(Instant until)
    {
        var path = Some(folder.NewFile("notices", $"{DemoFolder.Day(until)}-served.jsonl"), stream => SampleNetworkFiles.WriteServed(network, stream, served, until));
        served = until;
        return path;
    }

    /// <returns>The file of those from whom it came back since the last time; null where nobody was.</returns>
    public string? WriteBounced(Instant until)
    {
        var path = Some(folder.NewFile("notices", $"{DemoFolder.Day(until)}-bounced.jsonl"), stream => SampleNetworkFiles.WriteBounced(network, stream, bounced, until));
        bounced = until;
        return path;
    }

    private void Write(List<string> files, string what, Instant until, long from, long to, Func<SampleNetwork, Stream, long, long, long> write)
    {
        if (from == to) return;
        var path = folder.NewFile($"{what}-{DemoFolder.Day(until)}.jsonl");
        using var stream = File.Create(path);
        for (var at = from; at < to; at += Slice)
        {
            cancellation.ThrowIfCancellationRequested();
            report(new($"inventing {what} until {DemoFolder.Day(until)}", (double)(at - from) / (to - from), to - from));
            write(network, stream, at, Math.Min(at + Slice, to));
        }
        files.Add(path);
    }

    private static string? Some(string path, Func<Stream, long> write)
    {
        long lines;
        using (var stream = File.Create(path)) lines = write(stream);
        if (lines > 0) return path;
        File.Delete(path);
        return null;
    }
}
