namespace Headgate;

/// <summary>Some of the cells that two policies are compared over, of one kind.</summary>
internal sealed class CellSet(Cells cells)
{
    private readonly bool[]?[] bySubject = new bool[]?[cells.Subjects.Classes.Count];

    public void Add(int subject, int record, int pair) =>
        (bySubject[subject] ??= new bool[cells.Records.Count * cells.Pairs.Count])[record * cells.Pairs.Count + pair] = true;

    /// <summary>Every cell, by its classes.</summary>
    public IEnumerable<(int Subject, int Record, int Pair)> All()
    {
        for (var subject = 0; subject < bySubject.Length; subject++)
            for (var i = 0; i < bySubject[subject]?.Length; i++)
                if (bySubject[subject]![i])
                    yield return (subject, i / cells.Pairs.Count, i % cells.Pairs.Count);
    }

    /// <summary>Whether any cell of a class of subjects is in the set.</summary>
    public bool Has(int subject) => bySubject[subject] is not null;

    /// <summary>Whether a case can reach any cell of a class of subjects.</summary>
    public bool IsReachable(int subject)
    {
        for (var record = 0; record < cells.Records.Count; record++)
            for (var pair = 0; pair < cells.Pairs.Count; pair++)
                if (cells.IsReachable(subject, record, pair))
                    return true;
        return false;
    }

    /// <summary>What is known of the records and pairs of a class of subjects: <see cref="Boxes.In"/>, <see cref="Boxes.Out"/>, or <see cref="Boxes.Any"/> where no case can reach the cell.</summary>
    public int[] Profile(int subject)
    {
        var profile = new int[cells.Records.Count * cells.Pairs.Count];
        for (var i = 0; i < profile.Length; i++)
            profile[i] = bySubject[subject]?[i] == true ? Boxes.In
                : cells.IsReachable(subject, i / cells.Pairs.Count, i % cells.Pairs.Count) ? Boxes.Out : Boxes.Any;
        return profile;
    }
}
