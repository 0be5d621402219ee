namespace Headgate;

/// <summary>How far a demand for a notice is met.</summary>
internal enum NoticeState
{
    NotServed = 0,
    WindowOpen = 1,
    Met = 2,
}

/// <summary>A demand that a notice was served at or after an instant and that its window has passed.</summary>
internal readonly record struct ServedDemand(Instant Since, TimeSpan Window);

/// <summary>The classes of one version of a notice: which of the demands for it are met. Only those states exist that some serving times bring about.</summary>
internal sealed class NoticeClasses
{
    private static readonly TimeSpan OneTick = TimeSpan.FromMicroseconds(1);

    private readonly Dictionary<long, int> byStates = [];
    private readonly List<Instant[]> times = [];

    public NoticeClasses(NoticeVersion notice, IReadOnlyList<ServedDemand> demands, Instant at)
    {
        (Notice, Demands, At) = (notice, demands, at);
        var cuts = new Cuts<Instant>(demands.SelectMany(demand => (Instant[])[demand.Since, LatestMet(demand) + OneTick]).Where(cut => cut <= at));
        Add([]);
        for (var index = cuts.Count - 1; index >= 0; index--)
            foreach (var later in times.ToList())
                Add([Within(cuts, index), .. later]);
    }

    public NoticeVersion Notice { get; }

    public IReadOnlyList<ServedDemand> Demands { get; }

    public Instant At { get; }

    public int Count => times.Count;

    /// <summary>Serving times that bring the class about.</summary>
    public IReadOnlyList<Instant> Times(int index) => times[index];

    public NoticeState StateOf(int index, int demand) => StateOf(times[index], Demands[demand]);

    /// <summary>Allocates nothing, as no single decision does.</summary>
    public int ClassOf(Standing standing)
    {
        for (var i = 0; i < standing.Notices.Count; i++)
            if (standing.Notices[i].Notice == Notice)
                return ClassOf(States(standing.Notices[i].Times));
        return 0;
    }

    /// <summary>The class of a combination of states, the first demand's being the least digit of a number to the base 3; -1 where no serving times bring it about.</summary>
    public int ClassOf(long states) => byStates.GetValueOrDefault(states, -1);

    /// <summary>The latest serving with which a demand is met.</summary>
    public Instant LatestMet(ServedDemand demand) => At + -demand.Window;

    private void Add(Instant[] served)
    {
        if (byStates.TryAdd(States(served), times.Count)) times.Add(served);
    }

    private long States(IReadOnlyList<Instant> served)
    {
        var states = 0L;
        for (var i = Demands.Count - 1; i >= 0; i--) states = states * 3 + (int)StateOf(served, Demands[i]);
        return states;
    }

    private NoticeState StateOf(IReadOnlyList<Instant> served, ServedDemand demand)
    {
        for (var i = 0; i < served.Count; i++)
            if (served[i] >= demand.Since)
                return At < served[i] + demand.Window ? NoticeState.WindowOpen : NoticeState.Met;
        return NoticeState.NotServed;
    }

    private static Instant Within(Cuts<Instant> cuts, int index) => cuts.Begin(index) ?? Instant.MinValue;
}
