namespace Headgate.Suggest.Text;

/// <summary>What a text is made of, to the model.</summary>
internal enum TokenKind : byte
{
    /// <summary>A word, as it is written.</summary>
    Word,

    /// <summary>Something that must not be learnt: a link, an address, a number that identifies, somebody's name. What stood there is not known to the model, and nothing is learnt across it.</summary>
    Cut,

    /// <summary>Punctuation within a sentence.</summary>
    Pause,

    /// <summary>The beginning of a sentence.</summary>
    Begin,

    /// <summary>The end of a sentence.</summary>
    End,
}

/// <summary>A piece of a text.</summary>
/// <param name="Start">Where it begins in the text.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length);
