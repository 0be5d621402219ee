namespace Headgate.Manifest;

/// <summary>What the files of a sealed data set are called. Paths are below its folder, with slashes.</summary>
public static class DataSetLayout
{
    public const string Manifest = "manifest.dsse.json";
    public const string Checkpoint = "checkpoint";
    public const string LedgerKey = "ledger.vkey";
    public const string Verdicts = "verdicts.bin";
    public const string Report = "report.html";
    public const string Eligible = "eligible/";

    /// <summary>The manifest of the data set that this one follows, where it was put beside.</summary>
    public const string PreviousManifest = "previous.dsse.json";

    /// <summary>Says what was taken out of the denied file since, of people who were erased.</summary>
    public const string Redaction = "redaction.dsse.json";

    /// <summary>The keys that the ledger was signed with by the time of a redaction.</summary>
    public const string LedgerKeys = "ledger.vkeys";

    /// <summary>Whether a file vouches for the others, and so is not listed among them.</summary>
    public static bool IsVoucher(string path) => path is Manifest or Checkpoint or LedgerKey or PreviousManifest or Redaction or LedgerKeys;

    public static bool IsEligible(string path) => path.StartsWith(Eligible, StringComparison.Ordinal);

    /// <summary>Whether a file holds record and reason of what was denied.</summary>
    public static bool IsDenied(string path) => path is "denied.parquet" or "denied.jsonl";

    /// <summary>Whether a file holds record, verdict and reason of everything, in place of eligible and denied ones.</summary>
    public static bool IsVerdictList(string path) => path is "verdicts.parquet" or "verdicts.jsonl";

    /// <summary>Whether a path is of the form that a manifest may list: relative, with slashes, below the folder, the same on every system.</summary>
    public static bool IsConfined(string path) =>
        path.Split('/').All(part => part is not ("" or "." or ".."))
        && !path.Any(character => char.IsControl(character) || character is '\\' or ':');
}
