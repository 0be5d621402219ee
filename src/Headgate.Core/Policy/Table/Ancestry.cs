namespace Headgate;

/// <summary>The names under which an objection to a purpose can stand, in the trees of several policies.</summary>
internal sealed class Ancestry
{
    public Ancestry(IReadOnlyList<Terms> sides)
    {
        var names = sides.Select(terms => Names(terms.Purpose.Parent)).ToList();
        Purpose = sides[^1].Purpose.Name;
        Shared = names[^1].Find(name => names.All(side => side.Contains(name)));
        Lost = names[0].Find(name => name != Purpose && !names[^1].Contains(name));
    }

    public string Purpose { get; }

    /// <summary>An ancestor in every tree; null where there is none.</summary>
    public string? Shared { get; }

    /// <summary>An ancestor in the first tree that is none in the last: an objection to it is lost on the way; null where there is none.</summary>
    public string? Lost { get; }

    private static List<string> Names(Purpose? purpose)
    {
        var names = new List<string>();
        for (var one = purpose; one is not null; one = one.Parent) names.Add(one.Name);
        return names;
    }
}
