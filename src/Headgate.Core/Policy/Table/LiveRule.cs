namespace Headgate;

/// <summary>A suspension or rule that can still apply to the purpose at the instant, and where it stands among them.</summary>
/// <param name="Side">Which of several terms it belongs to.</param>
internal sealed record LiveRule(int Side, object Source, IReadOnlyList<Condition> When)
{
    public Resumption? Resumed => (Source as Suspension)?.Resumed;

    public GrantRule? Grant => Source as GrantRule;

    /// <summary>Whether only the subject decides it: no record can keep it from applying.</summary>
    public bool IsOfSubject => When.All(condition => condition.Dimension is Dimension.Run or Dimension.Region or Dimension.Age);

    /// <summary>Whether only the record decides it: no subject can keep it from applying.</summary>
    public bool IsOfRecord => Resumed is null && When.All(condition => condition.Dimension is not (Dimension.Region or Dimension.Age or Dimension.AgeAtCreation));
}
