using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>However somebody was told, a tick beside everything that it depends on, once or twice: there is a class for it, and it meets what the times meet.</summary>
public sealed class NoticeClassesTests
{
    private static readonly NoticeVersion Told = new("told", 2);
    private static readonly Instant At = Instant.FromDate(new(2026, 3, 1));
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    /// <summary>Each demand as days before now since which it counts, none for ever, and the days of its window.</summary>
    [Theory]
    [InlineData("-/30")]
    [InlineData("-/30 -/46")]
    [InlineData("0/1")]
    [InlineData("40/30")]
    [InlineData("40/30 0/1")]
    [InlineData("-/30 40/30 10/5 0/1")]
    [InlineData("30/30 5/7")]
    public void every_way_to_be_told_has_its_class(string asked)
    {
        var demands = asked.Split(' ').Select(one => one.Split('/')).Select(one => new ServedDemand(one[0] == "-" ? Instant.MinValue : At + -Days(one[0]), Days(one[1]))).ToList();
        var classes = new NoticeClasses(Told, demands, At);
        var times = demands.SelectMany(demand => (Instant[])[demand.Since, At + -demand.Window, At]).SelectMany(time => (Instant[])[time + -Tick, time, time + Tick]).Where(time => time <= At).Distinct().Order().ToList();
        foreach (var served in times.SelectMany(one => times.Where(other => other >= one).Select(other => (Instant[])(one == other ? [one] : [one, other]))))
        {
            var index = classes.ClassOf(new Standing { Notices = [new(new("told", 1), [Instant.MinValue]), new(Told, served)] });
            Assert.InRange(index, 0, classes.Count - 1);
            Assert.Equal(demands.Select(demand => State(served, demand)), demands.Select((_, i) => classes.StateOf(index, i)));
        }
        Assert.Equal(0, classes.ClassOf(new Standing { Notices = [new(new("told", 1), [Instant.MinValue])] }));
        Assert.All(Enumerable.Range(0, classes.Count), index => Assert.Equal(index, classes.ClassOf(new Standing { Notices = [new(Told, classes.Times(index))] })));
    }

    [Fact]
    public void what_no_time_brings_about_has_no_class()
    {
        var classes = new NoticeClasses(Told, [new(Instant.MinValue, TimeSpan.FromDays(30)), new(Instant.MinValue, TimeSpan.FromDays(46))], At);
        const int Longer = 3;
        Assert.Equal(
            [true, false, false, false, true, true, false, false, true],
            Enumerable.Range(0, 9).Select(states => classes.ClassOf((states % 3 * 1L) + (states / 3 * Longer)) >= 0));
        Assert.Equal(-1, classes.ClassOf(Longer * (long)NoticeState.Met));
    }

    /// <summary>A pause that begins and is lifted after a notice at one instant, for somebody who was told at that instant.</summary>
    [Fact]
    public void somebody_told_as_a_pause_begins_is_paused_until_the_window_has_passed()
    {
        var policy = PolicyReader.Read("headgate: 1\npolicy: p\nversion: 1\npurposes: { train: { title: Train } }\ncontent: [post]\nnotices: { told: { version: 2 } }\nrules: [{ grant: it, basis: contract, after: { notice: told, window: 30d } }]\n").Policy!;
        var pause = new Suspension(7, "train", null, null, null, null, At, new(Told, TimeSpan.FromDays(2)));
        foreach (var (days, told, reason) in ((int, int, string)[])[(0, 0, "suspended:7"), (2, 0, "window-open:it"), (1, 0, "suspended:7"), (2, -40, "suspended:7"), (30, 0, "granted:it")])
        {
            var terms = new Terms(policy, [pause], policy.Purposes["train"], At + TimeSpan.FromDays(days));
            var standing = new Standing { Status = SubjectStatus.Active, Regions = [Region.Understand("GB")], Notices = [new(Told, [At + TimeSpan.FromDays(told)])] };
            var record = new Record { Id = "r", Author = SubjectId.From("a"), Kind = "post" };
            Assert.Equal(reason, DecisionTable.Compile(terms).Decide(standing, standing.Regions[0], record).Text);
            Assert.Equal(reason, new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null).OfSubject(record, standing, standing.Regions[0]).Text);
        }
    }

    /// <summary>Three notices, each served never, lately or long ago.</summary>
    [Fact]
    public void every_notice_counts_by_itself()
    {
        const string Rules = "[{ grant: a, when: { region: GB }, basis: contract, after: { notice: x, window: 1d } }, { grant: b, when: { region: [GB, US] }, basis: contract, after: { notice: y, window: 30d } }, { grant: c, basis: contract, after: { notice: z, window: 46d } }]";
        var policy = PolicyReader.Read($"headgate: 1\npolicy: p\nversion: 1\npurposes: {{ train: {{ title: Train }} }}\ncontent: [post]\nnotices: {{ x: {{ version: 1 }}, y: {{ version: 1 }}, z: {{ version: 1 }} }}\nrules: {Rules}\n").Policy!;
        var terms = new Terms(policy, [], policy.Purposes["train"], At);
        var (table, reference) = (DecisionTable.Compile(terms), new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null));
        var (record, said) = (new Record { Id = "r", Author = SubjectId.From("a"), Kind = "post" }, new HashSet<string>());
        foreach (var region in ((string[])["GB", "US", "DE"]).Select(Region.Understand))
            for (var served = 0; served < 27; served++)
            {
                var standing = new Standing { Status = SubjectStatus.Active, Regions = [region], Notices = [.. Since("x", served % 3), .. Since("y", served / 3 % 3), .. Since("z", served / 9)] };
                var reason = reference.OfSubject(record, standing, region).Text;
                Assert.Equal(reason, table.Decide(standing, region, record).Text);
                said.Add(reason);
            }
        Assert.Equal(9, said.Count);

        static IEnumerable<ServedNotice> Since(string notice, int served) => served == 0 ? [] : [new(new(notice, 1), [At + Days(served == 1 ? "0" : "-50")])];
    }

    private static NoticeState State(Instant[] served, ServedDemand demand)
    {
        var counting = served.Where(time => time >= demand.Since).ToList();
        if (counting.Count == 0) return NoticeState.NotServed;
        return counting.Min() + demand.Window <= At ? NoticeState.Met : NoticeState.WindowOpen;
    }

    private static TimeSpan Days(string days) => TimeSpan.FromDays(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture));
}
