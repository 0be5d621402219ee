using System.Collections.Frozen;

namespace Headgate;

/// <summary>A policy as published: its words, its tree of purposes and its rules in the order of the file (semantics.md, Policy file).</summary>
public sealed class Policy
{
    internal Policy()
    {
    }

    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>The earliest instant at which it is in force; null means from its recording.</summary>
    public required Instant? Effective { get; init; }

    public required IReadOnlyList<ObjectionRule> Objection { get; init; }

    /// <summary>Every purpose of the tree, by name.</summary>
    public required FrozenDictionary<string, Purpose> Purposes { get; init; }

    public required FrozenSet<string> Content { get; init; }

    public required FrozenSet<string> Labels { get; init; }

    public required FrozenSet<string> Services { get; init; }

    /// <summary>The groups that the policy declares, as alpha-2 codes.</summary>
    public required FrozenDictionary<string, FrozenSet<string>> Groups { get; init; }

    public required FrozenDictionary<string, PolicyNotice> Notices { get; init; }

    public required PermitTerms Permits { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    public IEnumerable<DenyRule> Denies => Rules.OfType<DenyRule>();

    public IEnumerable<GrantRule> Grants => Rules.OfType<GrantRule>();

    /// <summary>The alpha-2 codes behind a code, a built-in group or a group of this policy; null where the word is none of these.</summary>
    public IReadOnlyCollection<string>? RegionsOf(string word) =>
        Groups.TryGetValue(word, out var group) ? group
        : BuiltInGroups.Find(word) is { } builtIn ? [.. builtIn]
        : IsoCountries.Codes.Contains(word) ? [word]
        : null;

    /// <summary>The objection rule of a region: the first that concerns it; full where none does.</summary>
    public ObjectionRule ObjectionIn(Region region) => Objection.FirstOrDefault(rule => rule.Concerns(region)) ?? FullObjection;

    /// <summary>The same policy with other rules.</summary>
    internal Policy With(IReadOnlyList<Rule> rules) => new()
    {
        Name = Name,
        Version = Version,
        Effective = Effective,
        Objection = Objection,
        Purposes = Purposes,
        Content = Content,
        Labels = Labels,
        Services = Services,
        Groups = Groups,
        Notices = Notices,
        Permits = Permits,
        Rules = rules,
    };

    internal static ObjectionRule FullObjection { get; } = new(null, false, null);
}

/// <summary>A notice that a policy declares.</summary>
/// <param name="Text">The path of its text beside the policy file.</param>
/// <param name="Line">Where it is declared in the file, from 1.</param>
public sealed record PolicyNotice(NoticeVersion Version, string? Title, string? Text, IReadOnlyList<string> Languages, int Line, int Column);

/// <summary>How training leases behave under a policy (semantics.md, Permit).</summary>
/// <param name="RedoWithin">On an objection: null means the permit is revoked; else the time in which the work must be redone.</param>
public sealed record PermitTerms(TimeSpan Lease, TimeSpan? RedoWithin);
