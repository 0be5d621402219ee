namespace Headgate.Gate;

/// <summary>Counts the records that speak of somebody.</summary>
public static class SubjectRecords
{
    /// <exception cref="BadInputException">A file cannot be read.</exception>
    public static long Count(IReadOnlyList<ContentFile> content, ContentMap map, string subject, Bounds bounds, CancellationToken cancellation)
    {
        using var duck = new DuckSession(bounds, content.Select(file => file.Path), [], cancellation);
        var staging = new Staging(duck, map, bounds.Temp);
        return content.Select((file, index) => staging.Stage(ScannedFile.Read(file, bounds.Temp, index, cancellation), index, 0))
            .Sum(table => duck.Scalar<long>($"SELECT count(*) FROM ({table.Query()}) WHERE hg_author = {Sql.Text(subject)} OR list_contains(coalesce(hg_others, []::VARCHAR[]), {Sql.Text(subject)})"));
    }
}
