using System.Globalization;

namespace Headgate.Evidence;

/// <summary>What the files of an evidence pack are called (docs/evidence-format.md). Paths are below its folder, with slashes.</summary>
public static class EvidenceLayout
{
    /// <summary>The signed list of all other files.</summary>
    public const string Manifest = "evidence.dsse.json";

    public const string Page = "index.html";
    public const string Readme = "README.md";
    public const string Checkpoint = "checkpoint";
    public const string LedgerKeys = "ledger.vkeys";

    /// <summary>The public acts, each with its proof.</summary>
    public const string Acts = "acts.jsonl";

    /// <summary>What follows from the acts and nothing else.</summary>
    public const string Account = "account.json";

    /// <summary>What the company says beside its acts: counts of people.</summary>
    public const string Stated = "stated.json";

    /// <summary>Earlier sizes and roots of the log that are named in the pack, each with the proof that the log still begins so.</summary>
    public const string History = "history.jsonl";

    /// <summary>Statements about people; there only where they were asked for.</summary>
    public const string Personal = "personal.jsonl";

    public const string Policies = "policies/";
    public const string DataSets = "data-sets/";
    public const string Models = "models/";
    public const string Cosigned = "cosigned/";

    /// <summary>The text of the policy that an act published.</summary>
    public static string PolicyOf(long position) => Named(Policies, position, "yaml");

    /// <summary>The signed manifest of the data set that an act sealed.</summary>
    public static string DataSetOf(long position) => Named(DataSets, position, "dsse.json");

    /// <summary>The signed manifest of the model that an act trained, or made to forget.</summary>
    public static string ModelOf(long position) => Named(Models, position, "dsse.json");

    private static string Named(string folder, long position, string ending) => string.Create(CultureInfo.InvariantCulture, $"{folder}{position}.{ending}");
}
