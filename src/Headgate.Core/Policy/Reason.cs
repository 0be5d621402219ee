namespace Headgate;

/// <summary>Why a record may or may not be used, in the words of semantics.md.</summary>
/// <param name="Code">Its number among the reasons of one run; the verdict file holds these.</param>
/// <param name="Rank">Its place in the order of semantics.md, The verdict: the least of several is the verdict's. A reason that needed an unknown has the rank of the one that did not.</param>
/// <param name="Text">Such as <c>denied:minors/unknown-age</c>.</param>
/// <param name="Because">What the rule or suspension behind it says.</param>
public sealed record Reason(int Code, int Rank, string Text, bool Allows, string? Because, IReadOnlyList<string> Cites)
{
    public override string ToString() => Text;
}
