namespace Headgate.Gate;

/// <summary>The formats that content comes in.</summary>
public enum ContentFormat
{
    Parquet,
    JsonLines,
    Csv,
}

/// <summary>A file of content.</summary>
/// <param name="Path">As it was given, or as found in a folder that was.</param>
public sealed record ContentFile(string Path, ContentFormat Format);
