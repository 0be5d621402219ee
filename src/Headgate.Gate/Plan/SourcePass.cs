namespace Headgate.Gate;

/// <summary>Judges what records derive from: each verdict becomes the least of its own and those of all its sources, directly or through others; cycles end (semantics.md, The verdict).</summary>
internal sealed class SourcePass(Verdicts verdicts)
{
    private const int LargestCircle = 4096;

    private static readonly List<int> None = [];

    private readonly Dictionary<int, List<int>> sources = [];
    private readonly Dictionary<int, int> origins = [];

    /// <summary>For each record that derives from others, the one whose verdict it bears.</summary>
    public IReadOnlyDictionary<int, int> Origins => origins;

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
        Settle();
        foreach (var (record, origin) in origins) verdicts.Take(record, origin);
    }

    /// <summary>Finds for each record the first of the least rank that it reaches: Tarjan's components, each settled after all that it derives from.</summary>
    private void Settle()
    {
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
                var below = Below(record);
                if (next == 0)
                {
                    index[record] = low[record] = index.Count;
                    component.Push(record);
                    open.Add(record);
                }
                else if (open.Contains(below[next - 1])) low[record] = Math.Min(low[record], low[below[next - 1]]);

                for (; next < below.Count && index.TryGetValue(below[next], out var met); next++)
                    if (open.Contains(below[next]))
                        low[record] = Math.Min(low[record], met);
                if (next < below.Count)
                {
                    path.Push((record, next + 1));
                    path.Push((below[next], 0));
                }
                else if (low[record] == index[record]) Close(record, component, open);
            }
        }
    }

    private void Close(int root, Stack<int> component, HashSet<int> open)
    {
        var members = new List<int>();
        do members.Add(component.Pop());
        while (members[^1] != root);
        foreach (var member in members) open.Remove(member);

        if (members.Count == 1) origins[root] = Below(root).Select(OriginOf).Prepend(root).MinBy(one => verdicts.RankOf(one));
        else Circle(members);
    }

    /// <summary>Records that derive from each other reach the same records: where several have the least rank, each meets its own first one.</summary>
    private void Circle(List<int> members)
    {
        var inside = members.ToHashSet();
        var rank = members.SelectMany(member => Below(member).Append(member)).Min(one => verdicts.RankOf(inside.Contains(one) ? one : OriginOf(one)));
        var shared = members.Count > LargestCircle ? First(members.Min(), rank, inside) : (int?)null;
        var found = members.Select(member => (member, First: shared ?? First(member, rank, inside))).ToList();
        foreach (var (member, first) in found) origins[member] = first;
    }

    /// <summary>The first record of a rank, the record before its sources, depth first; those outside the circle are settled.</summary>
    private int First(int record, int rank, HashSet<int> inside)
    {
        var seen = new HashSet<int>();
        var waiting = new Stack<int>([record]);
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next)) continue;
            var origin = inside.Contains(next) ? next : OriginOf(next);
            if (verdicts.RankOf(origin) == rank) return origin;
            if (!inside.Contains(next)) continue;
            var below = Below(next);
            for (var i = below.Count - 1; i >= 0; i--) waiting.Push(below[i]);
        }
        throw new InvalidOperationException("a rank was promised that nothing reaches");
    }

    private List<int> Below(int record) => sources.GetValueOrDefault(record) ?? None;
}
