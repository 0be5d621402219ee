namespace Headgate.Engine.Demo;

/// <summary>A choice that an invented member made.</summary>
public sealed record SampleChoice(string Subject, string Purpose, Choice Choice, Instant At, string Channel);
