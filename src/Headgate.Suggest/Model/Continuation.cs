using Headgate.Suggest.Training;

namespace Headgate.Suggest.Model;

/// <summary>A place in a text, and what the model says of the word that comes there.</summary>
internal readonly struct Continuation
{
    private readonly PhraseModel model;
    private readonly int[] nodes;

    /// <param name="before">The words before it, as numbers; what the model does not know hides what comes before.</param>
    public Continuation(PhraseModel model, ReadOnlySpan<int> before)
    {
        this.model = model;
        var unknown = before.LastIndexOf(Reserved.Cut);
        var known = before[(unknown + 1)..];
        Length = Math.Min(known.Length, model.Order - 1);
        nodes = new int[Length + 1];
        for (var length = 1; length <= Length; length++)
        {
            nodes[length] = Find(model, known[^length..]);
            if (nodes[length] >= 0) continue;
            Length = length - 1;
            break;
        }
    }

    /// <summary>How many words of what comes before the model knows together.</summary>
    public int Length { get; }

    /// <summary>The wording of the last words before the place.</summary>
    public int Node(int length) => nodes[length];

    /// <summary>The number of a wording; -1 where it is not kept.</summary>
    public static int Find(PhraseModel model, ReadOnlySpan<int> words)
    {
        var id = words[0];
        for (var level = 1; level < words.Length && id >= 0; level++) id = words[level] < 0 ? -1 : model.Child(level, id, words[level]);
        return id;
    }

    /// <summary>How probable a word is here; all words and the unknown one (-1) sum up to one.</summary>
    public double Probability(int word)
    {
        var probability = (word < 0 ? model.RootRest : model.Weights(1)[word]) / Math.Max(1.0, model.RootTotal);
        for (var length = 1; length <= Length; length++)
        {
            double total = model.Total(length, nodes[length]);
            if (total == 0) continue;
            var child = word < 0 ? -1 : model.Child(length, nodes[length], word);
            probability = ((child < 0 ? 0 : model.Weights(length + 1)[child]) / total) + (model.Rest(length, nodes[length]) / total * probability);
        }
        return probability;
    }
}
