namespace Headgate.Engine.Scenarios;

/// <summary>What a name in a story can be the name of.</summary>
internal enum NameKind
{
    Person,
    Post,
    Suspension,
    Concern,
    Commitment,
    Gate,
}

/// <summary>The names that a story gives, each before it is used: a slip of the pen is an error, not somebody unknown.</summary>
internal sealed class ScenarioNames(Fields fields)
{
    private readonly Dictionary<(NameKind Kind, string Name), int> lines = [];

    /// <summary>Declares what is written; an error where it stands twice.</summary>
    public void Declare(NameKind kind, YamlText written)
    {
        if (written.Value.Length == 0) fields.Error(written, "a name is empty", "write a word");
        else if (!lines.TryAdd((kind, written.Value), written.Line))
            fields.Error(written, $"the {Word(kind)} `{Names.Show(written.Value)}` is declared twice", $"it stands at line {lines[(kind, written.Value)]} too");
    }

    /// <summary>Declares what stands nowhere in the file.</summary>
    public void Add(NameKind kind, string name) => lines.TryAdd((kind, name), 0);

    public bool Knows(NameKind kind, string name) => lines.ContainsKey((kind, name));

    /// <summary>An error where nothing of that name was declared before.</summary>
    public string Use(NameKind kind, YamlText written)
    {
        if (!Knows(kind, written.Value)) fields.Error(written, $"there is no {Word(kind)} `{Names.Show(written.Value)}` until here", Help(kind, written.Value));
        return written.Value;
    }

    public SubjectId Person(YamlText written) => SubjectId.From(Use(NameKind.Person, written)) ?? default;

    private string Help(NameKind kind, string word)
    {
        var known = lines.Keys.Where(key => key.Kind == kind).Select(key => key.Name).ToList();
        var hint = known.Count == 0 ? "none was declared" : Nearest.Hint(word, known);
        return kind == NameKind.Person ? $"{hint} Somebody of whom the platform knows nothing is listed under `strangers`" : hint;
    }

    private static string Word(NameKind kind) => kind.ToString().ToLowerInvariant();
}
