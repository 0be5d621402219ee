namespace Headgate.Gate;

/// <summary>How the columns of content are read as records (cli.md, A map file).</summary>
public sealed class ContentMap
{
    private ContentMap()
    {
    }

    /// <summary>The names that are looked for where there is no map.</summary>
    public static ContentMap Default { get; } = new();

    /// <summary>How files of edges are read (<see cref="EdgeTable"/>).</summary>
    internal static ContentMap Edges { get; } = new()
    {
        Id = FieldMap.LookedFor("record_id") with { IsRequired = true },
        Others = FieldMap.LookedFor("subject") with { IsRequired = true },
    };

    public FieldMap Id { get; private init; } = FieldMap.LookedFor("record_id");

    public FieldMap Author { get; private init; } = FieldMap.LookedFor("author");

    public FieldMap Others { get; private init; } = FieldMap.LookedFor("other_people");

    public FieldMap Content { get; private init; } = FieldMap.LookedFor("kind");

    public FieldMap Labels { get; private init; } = FieldMap.LookedFor("labels");

    public FieldMap Visibility { get; private init; } = FieldMap.LookedFor("visibility");

    public FieldMap Service { get; private init; } = FieldMap.LookedFor("service");

    public FieldMap Created { get; private init; } = FieldMap.LookedFor("created");

    public FieldMap Collected { get; private init; } = FieldMap.LookedFor("collected");

    public FieldMap Region { get; private init; } = FieldMap.LookedFor("region");

    public FieldMap DerivedFrom { get; private init; } = FieldMap.LookedFor("derived_from");

    public FieldMap ContentUsage { get; private init; } = FieldMap.LookedFor("content_usage");

    public FieldMap TdmReservation { get; private init; } = FieldMap.LookedFor("tdm_reservation");

    public FieldMap IptcDataMining { get; private init; } = FieldMap.LookedFor("iptc_data_mining");

    public FieldMap C2pa { get; private init; } = FieldMap.LookedFor("c2pa_training_mining");

    public FieldMap Text { get; private init; } = FieldMap.LookedFor("text");

    /// <param name="text">The map file.</param>
    /// <param name="path">Its path, for the error.</param>
    /// <exception cref="BadInputException">The file is no map.</exception>
    public static ContentMap Read(string text, string path)
    {
        var reader = new ContentMapReader();
        Dictionary<string, FieldMap> read;
        try
        {
            read = reader.Read(text);
        }
        catch (YamlProblemException error)
        {
            throw Bad(error.Problem, path);
        }
        if (reader.Problems is [var problem, ..]) throw Bad(problem, path);

        FieldMap Or(string key, FieldMap otherwise) => read.GetValueOrDefault(key, otherwise);
        return new()
        {
            Id = Or("id", Default.Id),
            Author = Or("author", Default.Author),
            Others = Or("others", Default.Others),
            Content = Or("content", Default.Content),
            Labels = Or("labels", Default.Labels),
            Visibility = Or("visibility", Default.Visibility),
            Service = Or("service", Default.Service),
            Created = Or("created", Default.Created),
            Collected = Or("collected", Default.Collected),
            Region = Or("region", Default.Region),
            DerivedFrom = Or("derived-from", Default.DerivedFrom),
            ContentUsage = Or("content-usage", Default.ContentUsage),
            TdmReservation = Or("tdm-reservation", Default.TdmReservation),
            IptcDataMining = Or("iptc-data-mining", Default.IptcDataMining),
            C2pa = Or("c2pa", Default.C2pa),
            Text = Or("text", Default.Text),
        };
    }

    private static BadInputException Bad(PolicyProblem problem, string path) =>
        new($"{path}:{problem.Line}:{problem.Column}: {problem.Problem}", problem.Help);
}
