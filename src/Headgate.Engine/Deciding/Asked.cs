namespace Headgate.Engine;

/// <summary>What a single decision is about, once words have become numbers by <see cref="CompiledTerms"/> and ids by <see cref="DecisionView"/>.</summary>
public ref struct Asked
{
    /// <summary>The number of a subject who is not named, or of whom nothing is known.</summary>
    public const int Stranger = SubjectIds.None;

    /// <summary>No id, or a field of the wrong type.</summary>
    public bool IsMalformed { get; set; }

    /// <summary>No author is named.</summary>
    public bool HasNoAuthor { get; set; }

    public int Author { get; set; }

    public ReadOnlySpan<int> Others { get; set; }

    /// <summary>Derived from something; a server knows no sources.</summary>
    public bool HasSources { get; set; }

    public int Kind { get; set; }

    public int Visibility { get; set; }

    public int Service { get; set; }

    /// <summary>A value of <see cref="CompiledTerms.NoLabels"/>, <see cref="CompiledTerms.UnknownLabels"/>, or of labels joined by OR.</summary>
    public int Labels { get; set; }

    public Instant? Created { get; set; }

    public Instant? Collected { get; set; }

    public bool IsCollectedUnknown { get; set; }

    /// <summary>1 and the number of the signal that disallows the purpose; 0 where none does.</summary>
    public int Signal { get; set; }

    /// <summary>The regions that the record itself claims, in alphabetical order, what is not understood last.</summary>
    internal ReadOnlySpan<ushort> Regions { get; set; }
}
