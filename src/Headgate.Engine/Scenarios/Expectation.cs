namespace Headgate.Engine.Scenarios;

/// <summary>What must hold at a moment of a story.</summary>
/// <param name="At">The moment that is asked about, by everything that is recorded until then in the story.</param>
public abstract record Expectation(int Line, int Column, Instant At);

/// <summary>The verdict of a record that was posted.</summary>
/// <param name="Reason">With the story's name for a suspension, such as <c>suspended:uk</c>.</param>
public sealed record RecordExpectation(int Line, int Column, Instant At, string Record, string Purpose, string Reason) : Expectation(Line, Column, At);

/// <summary>The verdict of a case that is only described: what it does not say is unknown.</summary>
/// <param name="Served">When each notice was served, in the version that the policy in force declares.</param>
public sealed record CaseExpectation(
    int Line, int Column, Instant At, Standing Standing, IReadOnlyDictionary<string, Instant> Served, Record Record, string Words, string Purpose, string Reason) : Expectation(Line, Column, At);

/// <summary>Whether somebody was told by a notice, in the version that was published last.</summary>
public sealed record ToldExpectation(int Line, int Column, Instant At, SubjectId Subject, string Notice, bool IsTold) : Expectation(Line, Column, At);

/// <summary>Somebody reaches an age on this very day, by their birth date.</summary>
public sealed record BirthdayExpectation(int Line, int Column, Instant At, SubjectId Subject, int Age) : Expectation(Line, Column, At);

/// <summary>How a concern or commitment stands.</summary>
/// <param name="Name">The story's name for it.</param>
/// <param name="State">As <see cref="Concern.StateAt"/> or <see cref="Commitment.StateAt"/> says it.</param>
public sealed record ConcernExpectation(int Line, int Column, Instant At, string Name, bool IsCommitment, string State) : Expectation(Line, Column, At);
