using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headgate.Suggest.Drafts;

/// <summary>A résumé as the JSON Resume schema 1.0.0 has it. Members that it does not name are kept as they came.</summary>
public sealed record JsonResume
{
    public const string SchemaUri = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";

    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public ResumeBasics? Basics { get; init; }

    public IReadOnlyList<ResumeWork>? Work { get; init; }

    public IReadOnlyList<ResumeEducation>? Education { get; init; }

    public IReadOnlyList<ResumeSkill>? Skills { get; init; }

    public IReadOnlyList<ResumeLanguage>? Languages { get; init; }

    public IReadOnlyList<ResumeProject>? Projects { get; init; }

    public ResumeMeta? Meta { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <exception cref="JsonException">It is not such a document; the message has line and byte.</exception>
    public static JsonResume Read(string json) => JsonSerializer.Deserialize(json, ResumeJson.Default.JsonResume) ?? throw new JsonException("the document is null");

    public string Write() => JsonSerializer.Serialize(this, ResumeJson.Default.JsonResume);
}

/// <summary>Who it is about.</summary>
public sealed record ResumeBasics
{
    public string? Name { get; init; }

    public string? Label { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Url { get; init; }

    public string? Summary { get; init; }

    public ResumeLocation? Location { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Where somebody lives.</summary>
public sealed record ResumeLocation
{
    public string? City { get; init; }

    public string? CountryCode { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>A position.</summary>
public sealed record ResumeWork
{
    public string? Name { get; init; }

    public string? Position { get; init; }

    public string? StartDate { get; init; }

    public string? EndDate { get; init; }

    public string? Summary { get; init; }

    public IReadOnlyList<string>? Highlights { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>A course of study.</summary>
public sealed record ResumeEducation
{
    public string? Institution { get; init; }

    public string? Area { get; init; }

    public string? StudyType { get; init; }

    public string? StartDate { get; init; }

    public string? EndDate { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Something that somebody can do.</summary>
public sealed record ResumeSkill
{
    public string? Name { get; init; }

    public string? Level { get; init; }

    public IReadOnlyList<string>? Keywords { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>A language that somebody speaks.</summary>
public sealed record ResumeLanguage
{
    public string? Language { get; init; }

    public string? Fluency { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Something that somebody made.</summary>
public sealed record ResumeProject
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>What a document says of itself; a draft says here that it is one.</summary>
public sealed record ResumeMeta
{
    public string? Version { get; init; }

    public bool? Draft { get; init; }

    public string? Note { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, AllowTrailingCommas = false)]
[JsonSerializable(typeof(JsonResume))]
internal sealed partial class ResumeJson : JsonSerializerContext
{
}
