namespace Headgate.Suggest;

/// <summary>A record that may be learnt from, and whom it speaks of.</summary>
/// <param name="Author">Who wrote it; wordings are counted by authors.</param>
/// <param name="Others">Everybody else it speaks of: it goes with any of them.</param>
/// <param name="Language">What is known of its language, such as <c>de-AT</c>; null where it shall be recognised.</param>
public sealed record TrainingRecord(string Author, IReadOnlyList<string> Others, string? Language, string Text);
