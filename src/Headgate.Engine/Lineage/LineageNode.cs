using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>A data set or model as the index knows it; lies as JSON beside its <see cref="PeopleTags"/>.</summary>
/// <param name="Kind"><see cref="DataSet"/> or <see cref="Model"/>.</param>
/// <param name="Digest">SHA-256 in lower-case hex of its manifest's payload; its name in the graph.</param>
/// <param name="Position">Of the statement that records it.</param>
/// <param name="LedgerSize">The position up to which its people were decided; of a model that forgot, when it was first trained.</param>
/// <param name="At">The instant at which they were, in microseconds since 1970.</param>
/// <param name="Previous">The digest of the one whose place it takes; null where it is the first.</param>
/// <param name="From">The digests of the data sets that a model was trained on.</param>
/// <param name="Classes">What its records are about; empty for a model.</param>
/// <param name="Erased">Those of its people who were erased.</param>
internal sealed record LineageNode(
    string Kind, string Name, string Digest, long Position, string Purpose, long LedgerSize, long At, string? Previous, IReadOnlyList<string> From, long Records, long People,
    IReadOnlyList<RecordClass> Classes, ErasedPeople? Erased)
{
    public const string DataSet = "data-set";
    public const string Model = "model";
}

/// <summary>People of a data set or model who were erased: how many, and nothing that tells who.</summary>
/// <param name="Records">In how many records they were; as many as people at least, where that is not known.</param>
/// <param name="First">When the first was, in microseconds since 1970.</param>
/// <param name="LastPosition">The last position of the ledger when the last was.</param>
internal sealed record ErasedPeople(long People, long Records, long First, long LastPosition)
{
    public static ErasedPeople Together(ErasedPeople? one, ErasedPeople other) => one is null
        ? other
        : new(one.People + other.People, one.Records + other.Records, Math.Min(one.First, other.First), Math.Max(one.LastPosition, other.LastPosition));
}
