using Headgate.Ledger;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>Reads all files of a run: content and sources as records at their positions, edges as who else is in them.</summary>
internal sealed class ContentReading
{
    private readonly DuckSession duck;
    private readonly GateRequest request;
    private readonly ProgressReport progress;
    private readonly CancellationToken cancellation;
    private readonly Staging staging;
    private readonly List<ContentTable> contents = [];
    private readonly List<ContentTable> sources = [];
    private readonly List<ContentTable> edges = [];

    public ContentReading(DuckSession duck, GateRequest request, ProgressReport progress, CancellationToken cancellation)
    {
        (this.duck, this.request, this.progress, this.cancellation) = (duck, request, progress, cancellation);
        staging = new Staging(duck, request.Map, request.Bounds.Temp);
    }

    public IReadOnlyList<ContentTable> Contents => contents;

    public IReadOnlyList<ContentTable> Sources => sources;

    /// <exception cref="BadInputException">A file cannot be parsed, or does not fit the map.</exception>
    public void Read()
    {
        var first = 0L;
        Task? last = null;
        foreach (var (file, index) in request.Content.Concat(request.Sources).Concat(request.Edges).Select((file, index) => (file, index)))
        {
            progress.Begin($"reading {file.Path}", first);
            var input = ScannedFile.Read(file, request.Bounds.Temp, index, cancellation, last);
            last = input.Digesting;
            if (index >= request.Content.Count + request.Sources.Count) edges.Add(staging.StageEdges(input, index, 0));
            else
            {
                var content = staging.Stage(input, index, first) with { HasEdges = request.Edges.Count > 0 };
                (index < request.Content.Count ? contents : sources).Add(content);
                first += content.Rows;
            }
        }
        if (edges.Count == 0) return;
        progress.Begin("reading who else is in the records", first);
        EdgeTable.Load(duck, edges, [.. contents, .. sources]);
    }

    /// <inheritdoc cref="Staging.WithTypes"/>
    public IEnumerable<ContentTable> WithTypes() => staging.WithTypes(contents);

    /// <summary>The account of what was read.</summary>
    /// <exception cref="BadInputException">A file could not be read to its end.</exception>
    public IEnumerable<InputFile> Inputs() =>
        contents.Select(content => Input(InputRole.Content, content))
            .Concat(sources.Select(content => Input(InputRole.Sources, content)))
            .Concat(edges.Select(file => Input(InputRole.Edges, file)));

    private static InputFile Input(InputRole role, ContentTable content) =>
        new(role, content.Input.File.Path, Digest.From(Convert.FromHexString(content.Input.Sha256)), content.Input.Bytes, content.Rows);
}
