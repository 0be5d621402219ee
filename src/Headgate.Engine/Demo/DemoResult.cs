using Headgate.Manifest;

namespace Headgate.Engine.Demo;

/// <summary>What a demo did and found.</summary>
/// <param name="Pauses">Where each suspension holds, by its reason, such as <c>suspended:7</c>.</param>
/// <param name="Statements">How many statements the ledger holds.</param>
/// <param name="Verified">How many data sets hold.</param>
/// <param name="Writing">What became of the writing model; null where nothing could be trained on.</param>
/// <param name="Problems">What does not hold, in words; nothing where all is as it must be.</param>
public sealed record DemoResult(
    string Out, int People, long Records, long Photos, IReadOnlyList<DemoEvent> Events, IReadOnlyList<DemoGate> Gates, DemoBoard Board,
    IReadOnlyList<DemoExample> Examples, IReadOnlyDictionary<string, string> Pauses, long Statements, int Verified, IReadOnlyList<string> Problems, TimeSpan Took, DemoWriting? Writing = null)
{
    public bool Holds => Problems.Count == 0;
}

/// <summary>Something that happened in the story, and what the demo did about it.</summary>
/// <param name="Act">In a word or two: what was recorded, or <c>note</c> where nothing was.</param>
/// <param name="Detail">What came of it; empty where there is nothing to tell.</param>
public sealed record DemoEvent(Instant At, string Act, string What, string Detail);

/// <summary>One gate run of the demo.</summary>
/// <param name="Date">As the board heads its columns.</param>
/// <param name="Content"><c>posts</c> or <c>photos</c>.</param>
/// <param name="Input">The files that were gated.</param>
/// <param name="Out">Where the data set lies.</param>
public sealed record DemoGate(string Date, Instant At, string Content, IReadOnlyList<string> Input, GateCounts Counts, string Out);

/// <summary>A record that was left out, and every reason for it.</summary>
/// <param name="Title">What it is an example of.</param>
/// <param name="People">The names of those of whom the explanation speaks, by id.</param>
public sealed record DemoExample(string Title, SampleRecord Record, IReadOnlyDictionary<string, string> People, Explanation Explanation)
{
    /// <summary>Somebody by name and id.</summary>
    public string NameOf(string? id) => id is null ? "nobody" : People.TryGetValue(id, out var name) ? $"{name} ({id})" : $"{id}, of whom nothing is known";

    /// <summary>Whom a finding is about, in words.</summary>
    public string WhomOf(Finding finding) =>
        (finding.Subject is { } subject ? $"{NameOf(subject.Value)}{(finding.Region is { } region ? $" in {IsoCountries.NameOf(region.Code)}" : "")}" : "the record itself")
        + (finding.Source is { } source ? $", through its source {source}" : "");
}

/// <summary>What the demo did with the writing model.</summary>
/// <param name="Sums">What it was trained on.</param>
/// <param name="Suggestions">Three beginnings, and how it goes on with each.</param>
/// <param name="Leaver">Who objected then, with their name.</param>
/// <param name="Records">How many records went with them.</param>
/// <param name="Position">Where the ledger says that they were forgotten.</param>
/// <param name="IsSame">Whether the bytes are those of a model trained on what passes without them.</param>
/// <param name="Digest">The SHA-256 of the served file after forgetting.</param>
public sealed record DemoWriting(
    string Out, ModelSums Sums, IReadOnlyList<(string Beginning, SuggestedWording Wording)> Suggestions, string Leaver, long Records, long Position, bool IsSame, string Digest, TimeSpan Took);
