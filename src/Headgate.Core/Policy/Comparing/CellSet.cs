namespace Headgate;

/// <summary>Some of the cells that two policies are compared over, of one kind.</summary>
internal sealed class CellSet(Cells cells)
{
    private readonly bool[]?[] bySubject = new bool[]?[cells.Subjects.Classes.Count];

    public void Add(int subject, int record, int pair) =>
        (bySubject[subject] ??= new bool[cells.Records.Count * cells.Pairs.Count])[record * cells.Pairs.Count + pair] = true;

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
