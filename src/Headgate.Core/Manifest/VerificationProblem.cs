namespace Headgate.Manifest;

/// <summary>Something that does not hold.</summary>
/// <param name="Path">The file, or the part of a data set, in which it shows.</param>
/// <param name="Problem">In lower case, without a full stop.</param>
public sealed record VerificationProblem(string Path, string Problem)
{
    public override string ToString() => $"{Path}: {Problem}";
}
