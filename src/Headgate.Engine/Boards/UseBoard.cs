namespace Headgate.Engine;

/// <summary>What may be used for what, region by region: of a typical adult who was told of everything and has chosen nothing, and of their typical content of today.</summary>
/// <param name="AsOf">The number of statements that are known.</param>
/// <param name="Purposes">Those that no other is below of, in the order of their names.</param>
/// <param name="Rows">Regions that nothing on the board tells apart are one row; the largest comes last.</param>
public sealed record UseBoard(long AsOf, Instant At, Policy? Policy, IReadOnlyList<Purpose> Purposes, IReadOnlyList<UseRow> Rows)
{
    /// <param name="acts">The public acts below <paramref name="asOf"/>, in order of position.</param>
    public static UseBoard Of(IReadOnlyList<Recorded> acts, long asOf, Instant at)
    {
        var policy = Terms.PolicyInForce(acts, at);
        if (policy is null) return new(asOf, at, null, [], []);
        var purposes = Leaves(policy);
        var columns = purposes.Select(purpose => new TypicalUse(new(policy, Terms.PausesInForce(acts, policy, at), purpose, at))).ToList();
        var rows = IsoCountries.Codes.Order(StringComparer.Ordinal)
            .Select(code => (Code: code, Cells: columns.Select(column => column.In(code)).ToList()))
            .GroupBy(row => string.Join('|', row.Cells.Select(cell => cell.Key)))
            .Select(group => new UseRow([.. group.Select(row => row.Code)], group.First().Cells))
            .OrderBy(row => row.Regions.Count).ThenBy(row => row.Regions[0], StringComparer.Ordinal);
        return new(asOf, at, policy, purposes, [.. rows]);
    }

    /// <summary>The purposes of a policy that no other is below of.</summary>
    public static IReadOnlyList<Purpose> Leaves(Policy policy)
    {
        var parents = policy.Purposes.Values.Select(purpose => purpose.Parent?.Name).ToHashSet();
        return [.. policy.Purposes.Values.Where(purpose => !parents.Contains(purpose.Name)).OrderBy(purpose => purpose.Name, StringComparer.Ordinal)];
    }
}

/// <summary>Some regions, and what holds there for each purpose of the board.</summary>
/// <param name="Regions">Alpha-2 codes in alphabetical order.</param>
public sealed record UseRow(IReadOnlyList<string> Regions, IReadOnlyList<UseCell> Cells)
{
    /// <summary>Its regions as they stand on the board, where every region is in one row.</summary>
    public string Words => Regions.Count < IsoCountries.Codes.Count && Regions.Count > IsoCountries.Codes.Count / 2 ? "everywhere else" : RegionWords.Say(Regions);
}

/// <summary>What holds for a purpose in some regions.</summary>
/// <param name="State">Of the content that is let in most readily.</param>
/// <param name="Leading">What that state is about, and why.</param>
/// <param name="Contents">Every kind of content, with each visibility and service.</param>
public sealed record UseCell(UseState State, ContentUse Leading, IReadOnlyList<ContentUse> Contents)
{
    /// <summary>Equal for cells that say the same.</summary>
    internal string Key => string.Join(',', Contents.Select(content => $"{content.Reason.Text} {content.WithConsent} {content.BesidesPauses.Text}"));

    /// <summary>The content that is in the cell's own state for its own reason; of what is paused, what would be used else.</summary>
    public IEnumerable<ContentUse> Alike => Contents.Where(content => content.Reason.Text == Leading.Reason.Text && (State != UseState.Paused || content.IsHeldBack));
}

/// <summary>What holds for one kind of content.</summary>
/// <param name="Service">Null where the policy declares none.</param>
/// <param name="Reason">Of somebody who has chosen nothing; of somebody who consented, where only that lets it in.</param>
/// <param name="WithConsent">Whether only a consent lets it in.</param>
/// <param name="BesidesPauses">What held if nothing were paused: the same reason where no pause keeps it out.</param>
public sealed record ContentUse(string Kind, string Visibility, string? Service, Reason Reason, bool WithConsent, Reason BesidesPauses)
{
    public UseState State => UseStates.Of(Reason.Text);

    /// <summary>Whether a pause alone keeps it out, now or once people have been told.</summary>
    public bool IsHeldBack => State == UseState.Paused && UseStates.Of(BesidesPauses.Text) is UseState.Used or UseState.Waiting;
}
