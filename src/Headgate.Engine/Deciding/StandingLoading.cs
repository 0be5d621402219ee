using System.Text;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Folds all statements of a ledger into a <see cref="StandingIndex"/>, in one walk in the order of the log. Whoever's statements do not simply follow one another is folded again by <see cref="StandingFold"/>.</summary>
internal sealed class StandingLoading
{
    /// <summary>So many statements are read at once by a thread.</summary>
    private const int AtOnce = 1 << 15;

    private readonly ILedgerStore store;
    private readonly StandingIndex index = new();
    private readonly HashSet<int> again = [];
    private readonly Dictionary<(int Person, ushort Purpose), long> lastSaid = [];
    private readonly Names<string> sources = new(StringComparer.Ordinal);

    /// <summary>Of each person the source of their regions and when it was stated last.</summary>
    private (int Source, long At)[] described = new (int, long)[1024];

    private StandingLoading(ILedgerStore store) => this.store = store;

    /// <summary>The standings as all statements below a position leave them, at any instant after the last of them.</summary>
    public static StandingIndex Load(ILedgerStore store, long below, CancellationToken cancellation)
    {
        var loading = new StandingLoading(store);
        foreach (var part in loading.Read(below, cancellation))
            foreach (var recorded in part)
                loading.Take(recorded);
        foreach (var number in loading.again)
        {
            cancellation.ThrowIfCancellationRequested();
            var subject = SubjectId.From(loading.index.NameOf(number))!.Value;
            loading.index.Set(subject, StandingFold.At(store.Of(subject, below), Instant.MaxValue));
        }
        return loading.index;
    }

    /// <summary>Reads on all processors, in order.</summary>
    private IEnumerable<List<Recorded>> Read(long below, CancellationToken cancellation)
    {
        var ahead = new Queue<Task<List<Recorded>>>();
        for (var from = 0L; from < below || ahead.Count > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            while (from < below && ahead.Count <= Environment.ProcessorCount)
            {
                var (first, end) = (from, Math.Min(from + AtOnce, below));
                ahead.Enqueue(Task.Run(() => store.Statements(first, end).Where(recorded => recorded.Statement is PersonalStatement).ToList(), cancellation));
                from = end;
            }
            yield return ahead.Dequeue().GetAwaiter().GetResult();
        }
    }

    private void Take(Recorded recorded)
    {
        var statement = (PersonalStatement)recorded.Statement;
        Span<byte> id = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(statement.Subject.Value, id, out var length))
        {
            var bytes = Encoding.UTF8.GetBytes(statement.Subject.Value);
            if (bytes.Length <= SubjectIds.Longest) Take(index.Number(bytes), recorded);
            else index.IsWhole = false;
            return;
        }
        Take(index.Number(id[..length]), recorded);
    }

    private void Take(int number, Recorded recorded)
    {
        ref var person = ref index.At(number);
        person.IsKnown = true;
        var time = recorded.EffectiveAt.Microseconds;
        switch (recorded.Statement)
        {
            case MemberDescribed member: Describe(number, ref person, member, time); break;
            case ChoiceMade made: Choose(number, ref person, made, time); break;
            case NoticeServed served: Serve(number, ref person, checked((ushort)index.Versions.NumberOf(served.Notice)), time); break;
            case NoticeBounced: again.Add(number); break;
        }
    }

    private void Describe(int number, ref Person person, MemberDescribed member, long time)
    {
        if (number >= described.Length) Array.Resize(ref described, Math.Max(number + 1, 2 * described.Length));
        ref var last = ref described[number];
        var source = 1 + sources.NumberOf(member.Source);
        if ((last.Source != 0 && last.Source != source && member.Regions is not null) || (last.At != 0 && time < last.At)) again.Add(number);
        if (member.Regions is { } claimed)
        {
            index.SetRegions(ref person, claimed);
            last.Source = source;
        }
        last.At = time;
        if (member.Birth is { } birth) StandingIndex.SetBirth(ref person, birth.Value);
        if (member.Status is { } status) person.Status = (byte)status;
    }

    private void Choose(int number, ref Person person, ChoiceMade made, long time)
    {
        var purpose = checked((ushort)index.Purposes.NumberOf(made.Purpose));
        var chosen = index.SetChoices(ref person, person.ChoiceCount);
        for (var i = 0; i < chosen.Length; i++)
        {
            if (chosen[i].Purpose != purpose) continue;
            if (time < lastSaid.GetValueOrDefault((number, purpose), chosen[i].Since)) again.Add(number);
            lastSaid[(number, purpose)] = time;
            if (chosen[i].Choice != (byte)made.Choice) chosen[i] = new(time, purpose, (byte)made.Choice);
            return;
        }
        index.SetChoices(ref person, chosen.Length + 1)[^1] = new(time, purpose, (byte)made.Choice);
    }

    private void Serve(int number, ref Person person, ushort notice, long time)
    {
        foreach (var row in index.NoticesOf(person))
            if (row.Notice == notice && row.Time > time)
                again.Add(number);
        index.SetNotices(ref person, person.NoticeCount + 1)[^1] = new(time, notice);
    }
}
