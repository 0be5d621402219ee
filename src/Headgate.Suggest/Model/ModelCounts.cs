namespace Headgate.Suggest.Model;

/// <summary>What a model was made from.</summary>
/// <param name="Authors">How many people wrote it.</param>
/// <param name="Words">How many tokens it has to predict in it.</param>
/// <param name="People">How many different people a wording needs.</param>
/// <param name="Wordings">How many wordings it holds, by length from 1.</param>
public sealed record ModelCounts(long Authors, long Records, long Words, int People, IReadOnlyList<long> Wordings)
{
    internal ModelCounts(long authors, long records, long words, int people, List<int> wordings)
        : this(authors, records, words, people, [.. wordings.Select(count => (long)count)])
    {
    }
}
