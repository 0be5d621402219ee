using System.Text.Json.Serialization;

namespace CareerNetwork;

/// <summary>A post as the gate reads it: the columns that Headgate looks for where there is no map file.</summary>
/// <param name="ContentUsage">What its author asks of everybody (AIPREF); null where they chose nothing. Headgate's own answer does not go back to it.</param>
public sealed record ExportedRecord(
    [property: JsonPropertyName("record_id")] string RecordId,
    [property: JsonPropertyName("author")] string Author,
    [property: JsonPropertyName("other_people")] IReadOnlyList<string> OtherPeople,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("labels")] IReadOnlyList<string> Labels,
    [property: JsonPropertyName("visibility")] string Visibility,
    [property: JsonPropertyName("service")] string Service,
    [property: JsonPropertyName("created")] string Created,
    [property: JsonPropertyName("derived_from")] IReadOnlyList<string> DerivedFrom,
    [property: JsonPropertyName("content_usage"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ContentUsage,
    [property: JsonPropertyName("text")] string Text)
{
    public static ExportedRecord Of(Post post, string? usage = null) => new(
        post.Id, post.Author, post.Others, post.Kind, post.Label is { } label ? [label] : [], post.Visibility, Network.Service, HeadgateApi.Time(post.Created),
        post.IsRepost && post.Of is { } source ? [source] : [], usage, post.Text);

    /// <summary>The same as a question about one record. What it derives from only the gate can follow.</summary>
    public object AsResource() => new
    {
        type = "record",
        id = RecordId,
        properties = new { author = Author, other_people = OtherPeople, kind = Kind, labels = Labels, visibility = Visibility, service = Service, created = Created },
    };
}
