namespace Headgate.Suggest.Training;

/// <summary>The records that speak of exactly the same people: what goes together when one of them is forgotten.</summary>
/// <param name="Others">In order of their identifiers.</param>
/// <param name="Words">How many tokens a model has to predict in them, known to it or not.</param>
internal sealed record Bundle(string Author, string[] Others, long Records, long Words)
{
    public bool SpeaksOf(IReadOnlySet<string> people) => people.Contains(Author) || Array.Exists(Others, people.Contains);
}
