using Headgate.Tests.Corpus;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>Two policies as they are compared: of every case each says what the reference says under it alone, and every cell that is said to have a case has one.</summary>
public sealed class SideBySideTests
{
    private const string Tree = "purposes: { all: { aipref: train-ai, children: { mid: { title: Mid, children: { train: { title: Train } } } } } }\n";
    private const string Flat = "purposes: { all: { title: All }, train: { title: Train, aipref: ai-everything } }\n";
    private const string Other = "purposes: { all: { title: All, children: { train: { title: Train } } }, mid: { title: Mid } }\n";
    private const string Moved = "purposes: { all: { title: All }, mid: { title: Mid, children: { train: { title: Train } } } }\n";
    private const string Rules =
        """
        content: [post, photo]
        labels: [health]
        services: [network]
        notices: { told: { version: 2 } }
        rules:
          - { deny: minors, when: { age: { under: 18 } } }
          - { deny: written-young, when: { age-at-creation: { under: 16 }, created: { to: 2024-06-01 } } }
          - { grant: agreed, when: { region: [GB, US] }, basis: consent }
          - { grant: told, when: { region: [GB, DE] }, basis: legitimate-interests, after: { notice: told, window: 30d } }
          - { grant: public, when: { region: US, visibility: public }, basis: contract, not-before: 2025-01-01 }

        """;

    private const string Wider =
        """
        content: [post, photo, video]
        labels: [health, salary]
        services: [network, jobs]
        notices: { told: { version: 2 } }
        rules:
          - { deny: minors, when: { age: { under: 16 } } }
          - { deny: salaries, when: { labels: salary, service: jobs } }
          - { grant: agreed, when: { region: [GB, US, FR] }, basis: consent }
          - { grant: told, when: { region: [GB, DE, FR] }, basis: legitimate-interests, after: { notice: told, window: 46d } }
          - { grant: all, when: { region: US, collected: { from: 2020-02-29 } }, basis: contract }

        """;

    private const int MostCells = 10_000;

    private static readonly string[] Objections = ["2010-02-28", "2024-05-31", "2024-06-01", "2024-12-31", "2025-01-01", "2025-06-01"];

    private const string Few =
        """
        content: [post]
        objection: [{ region: GB, effect: prospective, full-if-before: 2024-06-01 }]
        rules:
          - { grant: agreed, when: { region: GB }, basis: consent }
          - { grant: all, when: { region: [GB, US], age-at-creation: { from: 16 }, age: { from: 18 } }, basis: contract }

        """;

    public static TheoryData<string, string> Pairs => new()
    {
        { Tree + Rules, Tree + Wider },
        { Tree + Rules, Flat + Wider },
        { Flat + "objection: prospective\n" + Wider, Tree + Rules },
        { Tree + "objection: [{ region: GB, effect: prospective, full-if-before: 2024-06-01 }, { region: US, effect: full }]\n" + Rules, Other + "objection: prospective\n" + Wider },
        { Other + "objection: [{ region: [GB, DE], effect: prospective, full-if-before: 2025-01-01 }, { region: FR, effect: prospective }]\n" + Wider, Tree + "objection: [{ region: GB, effect: prospective, full-if-before: 2024-06-01 }]\n" + Rules },
        { Other + Wider, Moved + Rules },
        { Moved + "objection: prospective\n" + Rules, Other + "objection: [{ region: GB, effect: prospective, full-if-before: 2024-06-01 }]\n" + Wider },
        { Tree + Few, Flat + Few },
        { Flat + Few, Tree + Few },
        { Tree + Few, Other + Few },
        { Other + Few, Tree + Few },
        { Moved + Few, Other + Few },
        { Moved + Few, Tree + Few },
        { "none", Tree + "objection: prospective\n" + Wider },
        { "purposes: { mid: { title: Mid } }\n" + Rules, Flat + Wider },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void each_says_of_a_case_what_it_says_alone(string one, string other) => Compare(one, other, 200, "2024-06-01", "2025-12-19");

    [Fact]
    public void each_says_of_a_case_what_it_says_alone_in_every_pair_of_the_corpus()
    {
        foreach (var path in CorpusFile.Paths("changes"))
        {
            var parts = File.ReadAllText(path).Split("\n---\n");
            Compare(parts[1], parts[2], 60, "2025-12-19");
        }
    }

    /// <summary>Nobody consents to what they object to; beside an ancestor that both know, or two of which each knows one, somebody may.</summary>
    [Theory]
    [InlineData(Flat, Flat, false)]
    [InlineData(Tree, Tree, true)]
    [InlineData(Flat, Tree, false)]
    [InlineData(Moved, Other, true)]
    public void a_choice_that_nobody_can_make_has_no_class(string one, string other, bool both)
    {
        var subjects = new PolicyChange(Read(one + Few), Read(other + Few), "train", Times.Read("2025-12-19"), null).Cells.Subjects;
        foreach (var value in Enumerable.Range(0, subjects.ChoiceValues))
        {
            var (consented, objected, seen) = subjects.ChoiceAt(value);
            Assert.Equal(value, subjects.ChoiceValue(consented, objected, seen));
            Assert.Equal(both || seen != ChoiceSeen.ByAll || !consented || objected == 0, subjects.ClassOf([subjects.RegionClass("GB"), 0, value]) >= 0);
        }
    }

    [Fact]
    public void whom_step_one_denies_is_nowhere_in_a_comparison()
    {
        var subjects = new PolicyChange(Read(Tree + Few), Read(Flat + Few), "train", Times.Read("2025-12-19"), null).Cells.Subjects;
        var (here, nowhere) = (Region.Understand("GB"), Region.Understand("Atlantis"));
        Assert.NotNull(subjects.Values(new() { Status = SubjectStatus.Active, Regions = [here] }, here));
        Assert.Null(subjects.Values(new() { Status = SubjectStatus.Closed, Regions = [here] }, here));
        Assert.Null(subjects.Values(new() { Status = SubjectStatus.Active, Regions = [nowhere] }, nowhere));
        Assert.Null(subjects.Values(new() { Status = SubjectStatus.Memorialised, Regions = [nowhere] }, nowhere));
    }

    /// <summary>Content may speak under the label of one of two policies alone, and is denied by that one.</summary>
    [Theory]
    [InlineData(Tree, Flat)]
    [InlineData(Flat, Tree)]
    [InlineData(Flat, Flat)]
    public void content_that_speaks_under_the_label_of_one_policy_is_denied_by_that_one(string one, string other)
    {
        var at = Times.Read("2025-12-19");
        var change = new PolicyChange(Read(one + Few), Read(other + Few), "train", at, null);
        var (records, sides) = (change.Cells.Records, change.Cells.Live.Sides);
        var region = Region.Understand("US");
        var standing = new Standing { Regions = [region], Birth = BirthRange.Between(new(1980, 1, 1), new(1980, 1, 1)), Status = SubjectStatus.Active };
        var created = Times.Read("2020-01-01");
        var (subject, pair) = (change.Cells.Subjects.CodeOf(standing, region) - SubjectClasses.FirstActive, change.Cells.Pairs.CodeOf(standing.Birth, created, null));
        var denied = new HashSet<(bool, bool)>();
        foreach (var usage in (string[][])[[], ["train-ai=n"], ["ai-everything=n"], ["train-ai=n", "ai-everything=n"]])
        {
            var said = sides.Select(terms => (ContentSignals.None with { ContentUsage = usage }).Disallowing(terms.Purpose)).ToList();
            var signal = Assert.Single(Enumerable.Range(0, records.SignalValues.Count), value => sides.Select(terms => records.SignalValues[value].Disallowing(terms.Purpose)).SequenceEqual(said));
            var record = records.CodeOf(0, 0, 0, 0, records.DateValue(records.Created.ClassOf(created), records.Collected.ClassOf(created)), signal);
            var (before, after) = change.Allowed(subject);
            var cell = record * change.Cells.Pairs.Count + pair;
            Assert.Equal((said[0] is null, said[1] is null), (before[cell], after[cell]));
            denied.Add((said[0] is null, said[1] is null));
        }
        Assert.Equal(one == other ? 2 : 4, denied.Count);
    }

    /// <summary>A label that one policy does not declare might be any of those it names; to the other it is one that no rule names.</summary>
    [Theory]
    [InlineData("health", "health, salary")]
    [InlineData("health, salary", "health")]
    [InlineData("health, salary", "health, salary")]
    [InlineData("health, salary", "union, health")]
    public void a_label_that_only_one_policy_declares_is_told_apart(string one, string other)
    {
        const string Denies = "rules:\n  - { deny: health, when: { labels: health } }\n  - { grant: all, when: { region: US }, basis: contract }\n";
        var (before, after) = (Read(Labelled(one))!, Read(Labelled(other))!);
        var (at, cut) = (Times.Read("2025-12-19"), Times.Read("2025-01-01"));
        var change = new PolicyChange(before, after, "train", at, cut);
        var (old, terms) = (new Terms(before, [], before.Purposes["train"], at), new Terms(after, [], after.Purposes["train"], at));
        var region = Region.Understand("US");
        var standing = new Standing { Regions = [region], Status = SubjectStatus.Active };
        foreach (var labels in (string?[]?[])[null, [], ["health"], ["salary"], ["union"], ["other"], ["salary", "union"], ["salary", "other"], ["salary", "health"], [null], ["salary", null]])
            Compare(change, old, terms, cut, standing, region, new Record { Kind = "post", Labels = labels, Created = Times.Read("2020-01-01") });

        static string Labelled(string labels) => $"purposes: {{ train: {{ title: Train }} }}\ncontent: [post]\nlabels: [{labels}]\n{Denies}";
    }

    private static void Compare(string one, string other, int cases, params string[] dates)
    {
        var (before, after) = (Read(one), Read(other)!);
        var random = new Random(1);
        foreach (var purpose in after.Purposes.Values)
            foreach (var date in dates)
            {
                var at = Times.Read(date);
                var cut = Times.Read("2025-01-01");
                var change = new PolicyChange(before, after, purpose.Name, at, cut);
                if (change.Cells.Count < MostCells) EveryCellHasItsCase(change);
                var (old, terms) = (before?.Purposes.GetValueOrDefault(purpose.Name) is { } named ? new Terms(before, [], named, at) : null, new Terms(after, [], purpose, at));
                for (var i = 0; i < cases; i++)
                {
                    var world = new RandomWorld(random, generous: i % 2 == 0);
                    var (standing, record) = (Chosen(random, world.Standing(terms), after, at), world.Record(terms, ["a"], ["r"], "r"));
                    if (record.Kind is null || standing.Status != SubjectStatus.Active || change.Cells.Records.Kinds.All(kind => kind != record.Kind)) continue;
                    if (record.Signals.Disallowing(purpose) != (old is null ? record.Signals.Disallowing(purpose) : record.Signals.Disallowing(old.Purpose))) continue;
                    foreach (var region in standing.Regions.Where(region => region.IsUnderstood)) Compare(change, old, terms, cut, standing, region, record);
                }
            }
    }

    private static void Compare(PolicyChange change, Terms? old, Terms terms, Instant cut, Standing standing, Region region, Record record)
    {
        var cells = change.Cells;
        var (was, since) = (old is null ? null : standing.ObjectedSince(old.Purpose), standing.ObjectedSince(terms.Purpose));
        var (subject, what) = (cells.Subjects.CodeOf(standing, region) - SubjectClasses.FirstActive, cells.Records.CodeOf(record));
        var pair = cells.Pairs.CodeOf(standing.Birth, new Case(terms, standing, region, record).Created, since ?? was);
        var context = $"{terms.Purpose.Name} at {terms.At}: {region} born {standing.Birth} {string.Join(' ', standing.Choices)}\n{record}";
        Assert.True(cells.IsReachable(subject, what, pair), context);
        Assert.True(change.After(subject, what, pair).Text == Reason(terms, standing, region, record), $"{change.After(subject, what, pair).Text} for {Reason(terms, standing, region, record)}, {context}");
        var (allowed, allows) = change.Allowed(subject);
        var cell = what * cells.Pairs.Count + pair;
        Assert.Equal(change.After(subject, what, pair).Allows, allows[cell]);
        Assert.True(allowed[cell] == (old is not null && Reason(old, standing, region, record).StartsWith("granted:", StringComparison.Ordinal)), $"before {allowed[cell]}, {context}");
        Assert.Equal((since ?? was) < cut, cells.Subjects.ObjectedEarly(subject));
        Assert.Equal(subject, cells.Subjects.ClassOf(cells.Subjects.Values(standing, region)));
    }

    /// <summary>A case that is made up for a cell falls into that cell.</summary>
    private static void EveryCellHasItsCase(PolicyChange change)
    {
        var cells = change.Cells;
        var labels = cells.Live.Sides.Select(terms => terms.Purpose.AiprefLabel).Distinct().Count();
        for (var subject = 0; subject < cells.Subjects.Classes.Count; subject++)
            for (var record = 0; record < cells.Records.Count; record++)
                for (var pair = 0; pair < cells.Pairs.Count; pair++)
                {
                    var found = cells.Case(subject, record, pair);
                    Assert.Equal(cells.IsReachable(subject, record, pair), found is not null);
                    if (found is not var (standing, region, what)) continue;
                    Assert.Equal(subject, cells.Subjects.CodeOf(standing, region) - SubjectClasses.FirstActive);
                    if (labels == 1) Assert.Equal(record, cells.Records.CodeOf(what));
                    var since = cells.Live.Sides.Reverse().Select(terms => standing.ObjectedSince(terms.Purpose)).FirstOrDefault(time => time is not null);
                    Assert.Equal(pair, cells.Pairs.CodeOf(standing.Birth, new Case(cells.Live.Sides[1], standing, region, what).Created, since));
                }
    }

    /// <summary>All objections are of one time, so that both policies see the same or only one sees any.</summary>
    private static Standing Chosen(Random random, Standing standing, Policy after, Instant at)
    {
        var names = after.Purposes.Keys.Append("mid").Distinct().Order(StringComparer.Ordinal).ToList();
        var since = Objections.Select(Times.Read).Where(time => time <= at).OrderBy(_ => random.Next()).First();
        var choices = names.Select(name => new StandingChoice(name, random.Next(3 * names.Count) switch { 0 => Choice.Unset, <= 2 => Choice.Objected, var odd => odd < names.Count + 2 ? Choice.Consented : Choice.Unset }, since));
        return new() { Regions = standing.Regions, Birth = standing.Birth, Status = standing.Status, Choices = [.. choices], Notices = standing.Notices };
    }

    private static string Reason(Terms terms, Standing standing, Region region, Record record) =>
        terms.Policy!.Content.Contains(record.Kind!) ? new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null).OfSubject(record, standing, region).Text : "unknown-content-kind";

    private static Policy? Read(string text)
    {
        if (text == "none") return null;
        var reading = PolicyReader.Read(text.StartsWith("headgate", StringComparison.Ordinal) ? text : $"headgate: 1\npolicy: p\nversion: 1\n{text}");
        return reading.Policy ?? throw new ArgumentException(string.Join('\n', reading.Problems));
    }
}
