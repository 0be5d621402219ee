namespace Headgate;

/// <summary>One reason of a verdict and whom it concerns.</summary>
/// <param name="Subject">Null where the record itself is the reason, or where the subject was not named.</param>
/// <param name="Region">The region in which the subject was judged; null where none was claimed.</param>
/// <param name="Source">The id of the source it comes from; null for the record itself.</param>
public sealed record Finding(Reason Reason, SubjectId? Subject, Region? Region, string? Source);
