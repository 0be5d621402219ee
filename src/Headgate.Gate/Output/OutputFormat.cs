namespace Headgate.Gate;

/// <summary>How a data set is written.</summary>
public enum OutputFormat
{
    /// <summary>zstd-compressed Parquet.</summary>
    Parquet,

    /// <summary>JSON lines; those of a JSONL input as they stood there, byte for byte.</summary>
    JsonLines,
}
