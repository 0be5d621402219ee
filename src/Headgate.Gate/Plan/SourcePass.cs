namespace Headgate.Gate;

/// <summary>Judges what records derive from: each verdict becomes the least of its own and those of all its sources, directly or through others; cycles end (semantics.md, The verdict).</summary>
internal sealed class SourcePass(Verdicts verdicts)
{
    private readonly Dictionary<int, List<int>> sources = [];
    private readonly Dictionary<int, int> origins = [];

    /// <summary>The position of the record, itself or a source, whose verdict a record bears.</summary>
    public int OriginOf(int position) => origins.GetValueOrDefault(position, position);

    /// <summary>Adds that one record derives from another, in the order of the record.</summary>
    public void Add(int record, int source)
    {
        if (!sources.TryGetValue(record, out var list)) sources[record] = list = [];
        list.Add(source);
    }

    public void Run()
    {
        var least = LeastRanks();
        foreach (var (record, _) in sources)
        {
            var rank = least[record];
            if (rank < verdicts.RankOf(record)) origins[record] = First(record, rank);
        }
        foreach (var (record, origin) in origins.ToList()) changed.Add((record, verdicts.Codes[origin]));
        foreach (var (record, code) in changed) verdicts.Codes[record] = code;
    }

    private readonly List<(int Record, ushort Code)> changed = [];

    /// <summary>The least rank that each record reaches: Tarjan's components, each as low as its lowest member and successor.</summary>
    private Dictionary<int, int> LeastRanks()
    {
        var least = new Dictionary<int, int>();
        var index = new Dictionary<int, int>();
        var low = new Dictionary<int, int>();
        var component = new Stack<int>();
        var open = new HashSet<int>();
        var path = new Stack<(int Record, int Next)>();
        foreach (var root in sources.Keys)
        {
            if (index.ContainsKey(root)) continue;
            path.Push((root, 0));
            while (path.TryPop(out var at))
            {
                var (record, next) = at;
                if (next == 0)
                {
                    index[record] = low[record] = index.Count;
                    component.Push(record);
                    open.Add(record);
                }
                else if (sources[record][next - 1] is var child && open.Contains(child)) low[record] = Math.Min(low[record], low[child]);

                var below = sources.GetValueOrDefault(record);
                while (below is not null && next < below.Count && index.ContainsKey(below[next]))
                {
                    if (open.Contains(below[next])) low[record] = Math.Min(low[record], index[below[next]]);
                    next++;
                }
                if (below is not null && next < below.Count)
                {
                    path.Push((record, next + 1));
                    path.Push((below[next], 0));
                    continue;
                }
                if (low[record] == index[record]) Close(record, component, open, least);
            }
        }
        return least;
    }

    private void Close(int root, Stack<int> component, HashSet<int> open, Dictionary<int, int> least)
    {
        var members = new List<int>();
        int member;
        do
        {
            member = component.Pop();
            members.Add(member);
        }
        while (member != root);
        var rank = int.MaxValue;
        foreach (var one in members)
        {
            rank = Math.Min(rank, verdicts.RankOf(one));
            foreach (var source in sources.GetValueOrDefault(one) ?? [])
                if (least.TryGetValue(source, out var reached))
                    rank = Math.Min(rank, reached);
        }
        foreach (var one in members)
        {
            least[one] = rank;
            open.Remove(one);
        }
    }

    /// <summary>The first record of a rank, the record before its sources, depth first.</summary>
    private int First(int record, int rank)
    {
        var seen = new HashSet<int>();
        var waiting = new Stack<int>([record]);
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next)) continue;
            if (verdicts.RankOf(next) == rank) return next;
            var below = sources.GetValueOrDefault(next);
            for (var i = (below?.Count ?? 0) - 1; i >= 0; i--) waiting.Push(below![i]);
        }
        throw new InvalidOperationException("a rank was promised that nothing reaches");
    }
}
