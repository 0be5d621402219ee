using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine.Demo;

/// <summary>Fills the board, gate by gate, twice over: from the reference evaluator, asked about a typical adult, and from what the data sets hold. Either must say what the timeline expects.</summary>
internal sealed class DemoBoardKeeper
{
    private static readonly DateOnly BornBefore = new(1990, 1, 1);

    private readonly SampleNetwork network;
    private readonly string[] regions = [.. LinkedInTimeline.Expected.Keys];

    /// <summary>Of each person: one more than the place of the only region they claim; 0 where that is not one of the board's.</summary>
    private readonly byte[] homes;

    /// <summary>Of each region: somebody typical, with a typical post from before the first gate; -1 where the sample has nobody.</summary>
    private readonly int[] witnesses;

    private readonly List<string> dates = [];
    private readonly List<List<DemoCell>> rows;
    private readonly List<string> problems = [];

    public DemoBoardKeeper(SampleNetwork network)
    {
        this.network = network;
        rows = [.. regions.Select(_ => new List<DemoCell>())];
        homes = new byte[network.People];
        witnesses = [.. Enumerable.Repeat(-1, regions.Length)];
        FindWitnesses(FindTypical());
    }

    public IReadOnlyList<string> Problems => problems;

    public DemoBoard Board => new(regions, dates, rows);

    /// <param name="dataSets">The data sets of this gate.</param>
    public void Add(TimelineGate gate, Terms terms, IReadOnlyList<string> dataSets, Bounds bounds)
    {
        var kept = new long[regions.Length];
        var ofWitnesses = new long[regions.Length];
        foreach (var (author, count) in KeptCounts.By("author", dataSets, bounds))
        {
            if (author is null || NumberOf(author) is not { } number || homes[number] == 0) continue;
            var place = homes[number] - 1;
            kept[place] += count;
            if (witnesses[place] == number) ofWitnesses[place] += count;
        }
        for (var place = 0; place < regions.Length; place++)
        {
            var reason = OfTypical(regions[place], terms);
            var state = UseStates.Of(reason.Text);
            rows[place].Add(new(state, reason.Text, kept[place]));
            Compare(gate, regions[place], LinkedInTimeline.Expected[regions[place]][dates.Count], state, kept[place], witnesses[place] < 0 ? null : ofWitnesses[place]);
        }
        dates.Add(gate.Name);
    }

    private void Compare(TimelineGate gate, string region, UseState expected, UseState state, long kept, long? ofWitness)
    {
        if (state != expected) problems.Add($"{region} on {gate.Name} is {Word(state)}, not {Word(expected)}");
        if (expected != UseState.Used && kept > 0) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{region} on {gate.Name} is {Word(expected)}, but {kept:N0} records of people there were kept"));
        if (expected == UseState.Used && ofWitness == 0) problems.Add($"{region} on {gate.Name} is used, but the public posts of somebody there of whom nothing else is to be said were left out");
    }

    /// <summary>What the reference says of an active adult of that region alone who chose nothing and was told if anybody was, and of their own public post of 2019.</summary>
    private static Reason OfTypical(string region, Terms terms)
    {
        var standing = new Standing
        {
            Regions = [Region.Understand(region)],
            Birth = BirthRange.Born(new(1980, 5, 17)),
            Status = SubjectStatus.Active,
            Notices = LinkedInTimeline.Told.Contains(region) && terms.At >= LinkedInTimeline.FirstMail ? [new(LinkedInTimeline.Notice, [LinkedInTimeline.FirstMail])] : [],
        };
        var record = new Record { Id = "typical", Author = SubjectId.From("typical"), Kind = "post", Labels = [], Visibility = "public", Service = "network", Created = Instant.FromDate(new(2019, 6, 1)) };
        return new ReferencePolicy(terms, new(terms), _ => standing, _ => null).Decide(record).Reason;
    }

    /// <returns>Who is a typical adult of the only region they claim.</returns>
    private HashSet<int> FindTypical()
    {
        var typical = new HashSet<int>();
        var chose = network.Choices(Instant.MinValue, Instant.MaxValue).Select(choice => choice.Subject).ToHashSet(StringComparer.Ordinal);
        var told = network.Served(Instant.MinValue, LinkedInTimeline.FirstMail).Select(mail => mail.Subject).ToHashSet(StringComparer.Ordinal);
        told.ExceptWith(network.Bounced(Instant.MinValue, Instant.MaxValue).Select(mail => mail.Subject));
        for (var number = 0; number < network.People; number++)
        {
            var person = network.Person(number);
            if (person.Claims is not [{ Regions: [var only] }] || Array.IndexOf(regions, Region.Understand(only).Code) is not (>= 0 and var place)) continue;
            homes[number] = (byte)(place + 1);
            if (person.Status == "active" && person.Born < BornBefore && !chose.Contains(person.Id) && (!LinkedInTimeline.Told.Contains(regions[place]) || told.Contains(person.Id)))
                typical.Add(number);
        }
        return typical;
    }

    private void FindWitnesses(HashSet<int> typical)
    {
        var missing = typical.Select(number => homes[number]).Distinct().Count();
        for (var number = network.RecordsBefore(LinkedInTimeline.Gates[0].At) - 1; number >= 0 && missing > 0; number--)
        {
            var plan = SamplePlan.Of(network.Seed, number, network.People, network.Records);
            if (plan.Shape != SampleShape.Post || !typical.Contains(plan.Author) || witnesses[homes[plan.Author] - 1] >= 0) continue;
            var record = network.Record(number);
            if (record is not { Kind: "post", Visibility: "public", Labels: [], OtherPeople: [], DerivedFrom: null, ContentUsage: null, Created: { } created }) continue;
            if (network.Person(plan.Author).Born!.Value.AddYears(18) >= created.Date) continue;
            witnesses[homes[plan.Author] - 1] = plan.Author;
            missing--;
        }
    }

    private int? NumberOf(string author) =>
        author is ['m', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < network.People ? number : null;

    private static string Word(UseState state) => UseStates.Word(state);
}
