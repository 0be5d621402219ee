using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>Birth, creation, objection and now, each a tick or a day beside every boundary, all with all: no case falls into a cell that none should reach, and each has the reason that the reference gives.</summary>
public sealed class DatesTogetherTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    public static TheoryData<string, string> Worlds => new()
    {
        { "age: { under: 18 }, age-at-creation: { under: 16 }", "2026-03-01" },
        { "age: { from: 18 }, age-at-creation: { under: 18 }", "2024-02-29T12:00:00Z" },
        { "age-at-creation: { under: 16 }, created: { to: 2020-06-01 }", "2026-03-01" },
        { "age: [{ under: 16 }, { from: 18 }], age-at-creation: { from: 16 }, created: { from: 2020-06-01, to: 2022-06-01 }", "2022-06-01" },
        { "age-at-creation: [{ under: 13 }, { from: 16, under: 18 }]", "2020-06-01T00:00:00.000001Z" },
        { "age: { under: 18 }, created: { from: 2020-06-01 }, collected: { from: 2022-06-01 }", "2022-06-01T00:00:00.000001Z" },
        // Few years lie between an age now and one at creation; one of them has no 29 February.
        { "age: { from: 18, under: 19 }, age-at-creation: { from: 13, under: 16 }", "2026-03-01" },
        { "age: { from: 18 }, age-at-creation: { under: 16 }", "2024-02-29T12:00:00Z" },
        // Only now itself is in a class of creation, and in one of objection.
        { "created: { from: 2020-06-01 }, age: { under: 18 }", "2020-06-01" },
        // One instant alone, and one beside now.
        { "created: { from: 2020-06-01, to: 2020-06-01T00:00:00.000001Z }, age-at-creation: { under: 16 }", "2022-06-01" },
        { "created: { to: 2022-05-31T23:59:59.999999Z }, age-at-creation: { under: 16 }", "2022-06-01" },
        { "created: { from: 2020-05-31T23:59:59.999999Z }, age-at-creation: { from: 16 }", "2020-06-01" },
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void every_case_of_dates_is_in_the_table_as_the_reference_says(string when, string at)
    {
        var now = Time(at);
        foreach (var objection in (string[])["prospective", "full", "\n  - { region: GB, effect: prospective, full-if-before: 2020-06-01 }\n  - { region: US, effect: full }"])
        {
            var policy = PolicyReader.Read($"headgate: 1\npolicy: p\nversion: 1\nobjection: {objection}\npurposes: {{ train: {{ title: Train }} }}\ncontent: [post]\nrules:\n  - {{ deny: some, when: {{ {when} }} }}\n  - {{ grant: it, basis: contract }}\n").Policy!;
            var terms = new Terms(policy, [], policy.Purposes["train"], now);
            var (reference, table) = (new ReferencePolicy(terms, new Reasons(terms), _ => null, _ => null), DecisionTable.Compile(terms));
            var reasons = new HashSet<string>();
            foreach (var region in (Region[])[Region.Understand("GB"), Region.Understand("US")])
                foreach (var birth in Births(now))
                    foreach (var created in Times(now))
                        foreach (var objected in Times(now).Where(time => time is null || time <= now))
                        {
                            var standing = new Standing { Regions = [region], Status = SubjectStatus.Active, Birth = birth, Choices = objected is { } since ? [new("train", Choice.Objected, since)] : [] };
                            var record = new Record { Id = "r", Author = SubjectId.From("a"), Kind = "post", Created = created };
                            var said = reference.OfSubject(record, standing, region).Text;
                            Assert.Equal(said, table.Decide(standing, region, record).Text);
                            reasons.Add(said);
                        }
            Assert.True(reasons.Count >= 4, string.Join(' ', reasons));
        }
    }

    private static IEnumerable<Instant?> Times(Instant now)
    {
        yield return null;
        foreach (var cut in (Instant[])[Time("2020-06-01"), Time("2022-06-01"), now])
            for (var i = -1; i <= 1; i++) yield return cut + (i * Tick);
        yield return now + -TimeSpan.FromDays(366);
    }

    /// <summary>Around every birthday that any age could turn on, known to the day, and ranges over them.</summary>
    private static IEnumerable<BirthRange?> Births(Instant now)
    {
        yield return null;
        foreach (var day in (DateOnly[])[now.Date, new(2020, 6, 1)])
            foreach (var years in (int[])[13, 16, 18])
            {
                var birthday = day.AddYears(-years);
                for (var i = -1; i <= 1; i++) yield return BirthRange.Born(birthday.AddDays(i));
                yield return BirthRange.Between(birthday.AddDays(-1), birthday.AddDays(1));
            }
        yield return BirthRange.Born(new(1990, 1, 1));
        yield return BirthRange.Between(new(1990, 1, 1), new(2019, 1, 1));
    }

    private static Instant Time(string text) => Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);
}
