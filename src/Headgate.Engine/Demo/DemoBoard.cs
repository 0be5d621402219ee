namespace Headgate.Engine.Demo;

/// <summary>Region by date: what the verdicts of the gates come to.</summary>
/// <param name="Regions">As alpha-2 codes, in the order of the timeline.</param>
/// <param name="Dates">The gates.</param>
/// <param name="Cells">A row a region, a cell a date.</param>
public sealed record DemoBoard(IReadOnlyList<string> Regions, IReadOnlyList<string> Dates, IReadOnlyList<IReadOnlyList<DemoCell>> Cells);

/// <summary>A region at a date.</summary>
/// <param name="Reason">What the reference says of a typical adult's public post.</param>
/// <param name="Kept">How many records the data sets hold of people who are there and nowhere else.</param>
public sealed record DemoCell(UseState State, string Reason, long Kept);
