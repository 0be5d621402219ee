namespace Headgate;

/// <summary>The reason of each cell under one of the terms. The reference evaluator gives it for one case; cells that nothing can tell apart from that case have the same.</summary>
/// <remarks>Nothing can: of suspensions and denies the first that may hold decides, with its first unknown field; where none may, all that is left of the signature.</remarks>
internal sealed class CellReasons
{
    private const ushort Open = ushort.MaxValue;

    private readonly Cells cells;
    private readonly Reasons reasons;
    private readonly ReferencePolicy reference;
    private readonly int side;
    private readonly int[] forbidding;
    private readonly Signature[] persons;
    private readonly bool[] isKindUnknown;
    private readonly int words;
    private readonly ulong[] personsHold;
    private readonly ulong[] recordsHold;
    private readonly int[] personRest;
    private readonly int[] recordRest;
    private readonly int recordRests;
    private readonly ushort[] byRest;
    private readonly ushort[] byRule;

    public CellReasons(Cells cells, int side, Reasons reasons)
    {
        (this.cells, this.side, this.reasons) = (cells, side, reasons);
        var live = cells.Live;
        reference = new ReferencePolicy(live.Sides[side], reasons, _ => null, _ => null);
        forbidding = [.. Enumerable.Range(0, live.All.Count).Where(rule => live.All[rule].Side == side && live.All[rule].Grant is null)];
        persons = new Signature[cells.Subjects.Classes.Count * cells.Pairs.Count];
        for (var i = 0; i < persons.Length; i++)
            persons[i] = cells.Subjects.Classes.Signatures[i / cells.Pairs.Count].And(cells.Pairs.Classes.Signatures[i % cells.Pairs.Count]);
        isKindUnknown = [.. cells.Records.Classes.Signatures.Select(signature => signature.Slots[live.KindSlot(side)] == Signature.Impossible)];
        words = (forbidding.Length + 63) / 64;
        (personsHold, recordsHold) = (Holding(persons), Holding(cells.Records.Classes.Signatures));
        (personRest, var personRests) = Rest(persons);
        (recordRest, recordRests) = Rest(cells.Records.Classes.Signatures);
        byRest = new ushort[personRests * recordRests];
        byRest.AsSpan().Fill(Open);
        byRule = new ushort[live.All.Count << 8];
        byRule.AsSpan().Fill(Open);
    }

    /// <summary>The code of the reason.</summary>
    /// <param name="subject">A class of <see cref="SubjectClasses.Classes"/>; a case can reach the cell.</param>
    public ushort Of(int subject, int record, int pair)
    {
        var person = subject * cells.Pairs.Count + pair;
        if (isKindUnknown[record]) return (ushort)reasons.UnknownKind.Code;
        if (FirstHolding(person, record) is var rule and >= 0)
        {
            ref var code = ref byRule[rule << 8 | Signature.And(persons[person].Slots[rule], cells.Records.Classes.Signatures[record].Slots[rule])];
            if (code == Open) code = ByReference(subject, record, pair);
            return code;
        }
        ref var known = ref byRest[personRest[person] * recordRests + recordRest[record]];
        if (known == Open) known = ByReference(subject, record, pair);
        return known;
    }

    private ushort ByReference(int subject, int record, int pair)
    {
        var (standing, region, what) = cells.Case(subject, record, pair)!.Value;
        return (ushort)reference.OfSubject(what, standing, region).Code;
    }

    /// <summary>The first suspension or deny that neither rules out; -1 where there is none.</summary>
    private int FirstHolding(int person, int record)
    {
        var one = personsHold.AsSpan(person * words, words);
        var other = recordsHold.AsSpan(record * words, words);
        for (var word = 0; word < one.Length; word++)
            if ((one[word] & other[word]) is var both and not 0)
                return forbidding[64 * word + System.Numerics.BitOperations.TrailingZeroCount(both)];
        return -1;
    }

    /// <summary>For each signature the suspensions and denies that it does not rule out, a bit each.</summary>
    private ulong[] Holding(IReadOnlyList<Signature> signatures)
    {
        var holding = new ulong[signatures.Count * words];
        for (var index = 0; index < signatures.Count; index++)
            for (var i = 0; i < forbidding.Length; i++)
                if (signatures[index].Slots[forbidding[i]] != Signature.Impossible)
                    holding[index * words + i / 64] |= 1UL << (i % 64);
        return holding;
    }

    /// <summary>Numbers for what is left of the signatures where no suspension and no deny decides: the objection, the signal, the grants and what they ask for.</summary>
    private (int[] Of, int Count) Rest(IReadOnlyList<Signature> signatures)
    {
        var live = cells.Live;
        var numbers = new Dictionary<Signature, int>();
        var grants = Enumerable.Range(0, live.All.Count).Where(rule => live.All[rule].Side == side && live.All[rule].Grant is not null).ToArray();
        var of = signatures.Select(signature =>
        {
            byte[] rest =
            [
                signature.Slots[live.ObjectionSlot(side)], signature.Slots[live.ObjectedSlot(side)], signature.Slots[live.SignalSlot(side)],
                .. grants.Select(grant => signature.Slots[grant]), .. grants.Select(grant => signature.Slots[live.DemandSlot(grant)]),
            ];
            var key = new Signature(rest);
            if (!numbers.TryGetValue(key, out var number)) numbers[key] = number = numbers.Count;
            return number;
        }).ToArray();
        return (of, numbers.Count);
    }
}
