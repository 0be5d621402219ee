using System.Collections.Concurrent;
using CsCheck;
using Headgate.Tests.Policies;
using Xunit;

namespace Headgate.Tests.Laws;

/// <summary>A generous policy, people and records, and what the executors say of them: the world in which a law is tried.</summary>
internal sealed class LawWorld
{
    public static readonly string[] People = ["a", "b", "c", "d"];
    public static readonly string[] Ids = ["r0", "r1", "r2", "r3"];

    private readonly RandomWorld world;
    private readonly Reasons reasons;

    private LawWorld(Random random, string text, Policy policy)
    {
        (Random, Text) = (random, text);
        world = new(random, generous: true);
        Terms = world.Terms(policy, One(RandomPolicy.Purposes));
        foreach (var person in People)
            if (random.Next(20) != 0)
                Standings[SubjectId.From(person)!.Value] = world.Standing(Terms);
        foreach (var id in Ids)
            if (world.Record(Terms, People, Ids, id) is { Id: not null } record)
                Records[id] = record;
        reasons = new Reasons(Terms);
    }

    public Random Random { get; }

    /// <summary>The text of the policy.</summary>
    public string Text { get; }

    public Terms Terms { get; }

    public Policy Policy => Terms.Policy!;

    public Dictionary<SubjectId, Standing> Standings { get; } = [];

    public Dictionary<string, Record> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Tries a law in many worlds, and in more of them until the tally is full. CsCheck says the seed of one in which it fails.</summary>
    public static void Each(int worlds, Tally tally, Action<LawWorld, Tally> law) => tally.Fill(
        seed =>
        {
            var random = new Random(seed);
            while (true)
            {
                var text = new RandomPolicy(random, generous: true).Draw();
                if (PolicyReader.Read(text).Policy is not { } policy) continue;
                law(new LawWorld(random, text, policy), tally);
                break;
            }
        },
        worlds);

    public T One<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];

    public Instant Time() => world.Time();

    public Standing SomeStanding() => world.Standing(Terms);

    /// <summary>A record that is well formed and of a listed kind: one that the table can answer for.</summary>
    public Record SomeRecord()
    {
        while (true)
            if (world.Record(Terms, People, Ids, "r") is { IsMalformed: false, Kind: { } kind } record && Policy.Content.Contains(kind))
                return record;
    }

    public Region SomeRegion() => Region.Understand(One(["GB", "DE", "CH", "US", "JE", "NO", "BR", "Atlantis"]));

    /// <summary>The verdict on a whole record, by the reference.</summary>
    public Reason Decide(Record record) => Decide(record, Standings, Records);

    public Reason Decide(Record record, IReadOnlyDictionary<SubjectId, Standing> standings, IReadOnlyDictionary<string, Record> records) =>
        new ReferencePolicy(Terms, reasons, subject => standings.GetValueOrDefault(subject), id => records.GetValueOrDefault(id)).Decide(record).Reason;
}

/// <summary>An executor of single decisions: what it says of a record, one of its subjects, and a region.</summary>
internal sealed record Executor(string Name, Func<Record, Standing?, Region?, Reason> Ask)
{
    /// <summary>The reference and the table, each under the same terms.</summary>
    public static IReadOnlyList<Executor> All(Terms terms)
    {
        var reference = new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null);
        var table = DecisionTable.Compile(terms);
        return [new("reference", reference.OfSubject), new("table", (record, standing, region) => table.Decide(standing, region, record))];
    }
}

/// <summary>Counts what was met while a law was tried: a law that was never in danger has not been tested.</summary>
/// <param name="floors">What must have been met, and at least how often.</param>
internal sealed class Tally(params (string What, int Least)[] floors)
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>How often as many samples again are drawn before what was hardly tried counts as untested.</summary>
    private const int Rounds = 12;

    /// <summary>Tries samples, and as many again until all was met often enough. CsCheck says the seed of one that fails.</summary>
    public void Fill(Action<int> sample, int samples)
    {
        for (var round = 0; round < Rounds && (round == 0 || !IsFull); round++) Gen.Int[0, int.MaxValue - 1].Sample(sample, iter: samples);
        Check();
    }

    /// <summary>Whether all that must have been met was met as often as it must.</summary>
    private bool IsFull => floors.All(floor => counts.GetValueOrDefault(floor.What) >= floor.Least);

    public void Count(string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>Holds a change to what it must never do: turn a deny into an allow.</summary>
    public void NeverAdmits(Reason before, Reason after, Func<string> change)
    {
        Assert.True(before.Allows || !after.Allows, $"{before} became {after} by {change()}");
        if (after.Allows) Count("allowed after");
        else if (before.Allows) Count("turned to deny");
        else Count("denied before");
    }

    private void Check()
    {
        foreach (var (what, least) in floors)
            Assert.True(counts.GetValueOrDefault(what) >= least, $"met `{what}` {counts.GetValueOrDefault(what)} times, not {least}: the law was hardly tried ({string.Join(", ", counts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))})");
    }
}
