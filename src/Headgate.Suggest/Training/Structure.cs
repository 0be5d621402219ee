namespace Headgate.Suggest.Training;

/// <summary>The wordings of a model, numbered.</summary>
/// <param name="Words">The words as UTF-8 in order of their bytes, after the reserved ones; a word's number is its place.</param>
/// <param name="Keys">By length, sorted: the number of the wording without its last word above, the last word's below. At 0: a language above, a word used in it below. At 1: empty, the words are the wordings.</param>
internal sealed record Structure(byte[][] Words, ulong[][] Keys)
{
    public int Order => Keys.Length - 1;

    public int Count(int level) => level == 1 ? Words.Length : Keys[level].Length;
}
