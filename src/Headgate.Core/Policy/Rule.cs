namespace Headgate;

/// <summary>A rule of a policy: what it looks at and why it exists.</summary>
/// <param name="When">All must hold; none means always.</param>
/// <param name="Because">The reason, for people.</param>
/// <param name="Cites">What it rests on, such as <c>GDPR Art. 6(1)(f)</c>.</param>
/// <param name="Line">Where it stands in the file, from 1.</param>
public abstract record Rule(string Name, IReadOnlyList<Condition> When, string? Because, IReadOnlyList<string> Cites, int Line)
{
    /// <summary>Where it stands in its line, from 1.</summary>
    public int Column { get; init; } = 1;
}

/// <summary>A rule that forbids.</summary>
public sealed record DenyRule(string Name, IReadOnlyList<Condition> When, string? Because, IReadOnlyList<string> Cites, int Line)
    : Rule(Name, When, Because, Cites, Line);

/// <summary>A rule that allows, if what it asks for holds.</summary>
/// <param name="After">The declared version of this notice must have been served, and the window since have passed.</param>
public sealed record GrantRule(
    string Name, IReadOnlyList<Condition> When, LegalBasis Basis, NoticeDemand? After, Instant? NotBefore,
    string? Because, IReadOnlyList<string> Cites, int Line)
    : Rule(Name, When, Because, Cites, Line);

/// <summary>A notice, by its declared version, and the days after it in which one can object.</summary>
public sealed record NoticeDemand(NoticeVersion Notice, TimeSpan Window);

/// <summary>The legal basis of a grant (GDPR Art. 6(1)).</summary>
public enum LegalBasis
{
    Consent,
    LegitimateInterests,
    Contract,
}
