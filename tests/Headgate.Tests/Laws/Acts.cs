using Headgate.Tests.Policies;

namespace Headgate.Tests.Laws;

/// <summary>The public acts of a ledger: the policy of a world, and what is suspended and lifted under it.</summary>
internal sealed class Acts
{
    private readonly LawWorld world;
    private readonly List<Recorded> acts = [];

    public Acts(LawWorld world)
    {
        this.world = world;
        Append(new PolicyPublished(world.Text, new Dictionary<string, string>(), null), Instant.MinValue);
        for (var i = world.Random.Next(-2, 2); i > 0; i--) Suspend();
    }

    public Terms Terms() => Headgate.Terms.Read(acts, world.Terms.Purpose.Name, world.Terms.At);

    public Recorded Suspend()
    {
        var random = world.Random;
        var words = new[] { world.One(RandomPolicy.Regions) };
        Instant? from = random.Next(3) == 0 ? world.Time() : null;
        return Append(
            new Suspended(
                random.Next(8) == 0 ? "forgotten-purpose" : world.One(RandomPolicy.Purposes),
                random.Next(4) == 0 ? null : [.. world.Policy.RegionsOf(words[0])!], words, random.Next(4) == 0 ? world.One(RandomPolicy.Services) : null,
                from, random.Next(4) == 0 ? world.Time() : null, "an authority", "its letter"),
            Before());
    }

    /// <summary>Lifts a suspension for those who were served the notice and had the window's time.</summary>
    public (string Notice, TimeSpan Window) Lift(Recorded suspension)
    {
        var (notice, window) = (world.Random.Next(10) == 0 ? "undeclared" : "told", TimeSpan.FromDays(world.One([1, 12, 30, 39])));
        Append(new Lifted(suspension.Position, new NoticeVersion(notice, world.Random.Next(1, 3)), window, null), world.Terms.At);
        return (notice, window);
    }

    public void Override(Recorded suspension) =>
        Append(new Lifted(suspension.Position, null, null, new("it was urgent", "somebody")), world.Terms.At);

    private Instant Before() => world.Time() is var time && time < world.Terms.At ? time : world.Terms.At;

    private Recorded Append(Statement act, Instant at)
    {
        acts.Add(new(acts.Count, at, at, act));
        return acts[^1];
    }
}
