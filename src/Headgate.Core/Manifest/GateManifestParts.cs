using Headgate.Ledger;

namespace Headgate.Manifest;

/// <summary>A published policy.</summary>
/// <param name="Digest">The SHA-256 of the policy file.</param>
public sealed record PolicyReference(string Id, long Version, Digest Digest);

/// <summary>What a file that was read was for.</summary>
public enum InputRole
{
    /// <summary>Records to be judged.</summary>
    Content = 0,

    /// <summary>Records that others derive from.</summary>
    Sources = 1,

    /// <summary>Further people of the records.</summary>
    Edges = 2,

    /// <summary>How the columns are read.</summary>
    Map = 3,
}

/// <summary>A file that was read.</summary>
/// <param name="Path">As it was named; <c>-</c> is standard input.</param>
/// <param name="Records">Null where it holds none, as a map file.</param>
public sealed record InputFile(InputRole Role, string Path, Digest Sha256, long Bytes, long? Records);

/// <summary>A file of the data set.</summary>
/// <param name="Path">Below the folder of the data set, with slashes.</param>
/// <param name="Records">Null where it holds none, as the report.</param>
public sealed record OutputFile(string Path, Digest Sha256, long Bytes, long? Records);

/// <summary>What became of the records.</summary>
/// <param name="ByReason">Of the dropped, how many for each reason.</param>
public sealed record GateCounts(long Input, long Kept, long Dropped, IReadOnlyDictionary<string, long> ByReason);

/// <summary>How many different people had a record kept, and how many had one dropped.</summary>
public sealed record SubjectCounts(long Kept, long Dropped);

/// <summary>What vouches for every single verdict: the root over the verdict file and what its codes mean.</summary>
/// <param name="Root">The root of the <see cref="VerdictTree"/> over the verdicts in input order.</param>
/// <param name="Codes">In the order of their numbers; every code of the file is among them. Several may give the same reason.</param>
public sealed record VerdictAccount(Digest Root, IReadOnlyList<VerdictCode> Codes);

/// <summary>What a code in the verdict file means.</summary>
public sealed record VerdictCode(ushort Code, string Reason, bool Allows);

/// <summary>What made the data set.</summary>
public sealed record EngineVersion(string Name, string Version);
