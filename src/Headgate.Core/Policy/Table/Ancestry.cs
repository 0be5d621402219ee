namespace Headgate;

/// <summary>The names under which an objection to a purpose can stand, in the trees of several policies.</summary>
internal sealed class Ancestry
{
    public Ancestry(IReadOnlyList<Terms> sides)
    {
        var names = sides.Select(terms => Names(terms.Purpose.Parent)).ToList();
        Purpose = sides[^1].Purpose.Name;
        Lost = names[0].Find(name => !names[^1].Contains(name));
        Gained = names[^1].Find(name => !names[0].Contains(name));
        var shared = names[^1].Find(name => names.All(side => side.Contains(name)));
        SeenByAll = shared is not null ? [shared] : Lost is not null && Gained is not null ? [Lost, Gained] : [];
    }

    public string Purpose { get; }

    /// <summary>Ancestors to which somebody objects so that all see it, be it each another; none where only an objection to the purpose itself is seen by all.</summary>
    public IReadOnlyList<string> SeenByAll { get; }

    /// <summary>An ancestor in the first tree that is none in the last: an objection to it is lost on the way; null where there is none.</summary>
    public string? Lost { get; }

    /// <summary>An ancestor in the last tree that is none in the first: an objection to it comes to count on the way; null where there is none.</summary>
    public string? Gained { get; }

    private static List<string> Names(Purpose? purpose)
    {
        var names = new List<string>();
        for (var one = purpose; one is not null; one = one.Parent) names.Add(one.Name);
        return names;
    }
}
