using System.Globalization;
using System.Text;
using Xunit;

namespace Headgate.Tests.Policies;

/// <summary>What only a policy of many rules comes to: signatures longer than a vector, more forbidding rules than bits in a word, columns of codes.</summary>
public sealed class LargePolicyTests
{
    private static readonly Instant At = Instant.FromDate(new(2026, 3, 1));
    private static readonly string[] Regions = ["GB", "US", "DE", "FR", "CH", "BR", "JE", "NO"];
    private static readonly string[] Kinds = ["post", "comment", "photo", "message"];
    private static readonly string?[] Visibilities = ["public", "connections", "private", null];

    [Fact]
    public void a_table_of_a_hundred_rules_says_what_the_reference_says()
    {
        var (terms, table) = Large();
        var reference = new ReferencePolicy(terms, table.Reasons, _ => null, _ => null);
        var reasons = new HashSet<string>();
        foreach (var (standing, record) in Cases())
        {
            var said = reference.OfSubject(record, standing, standing.Regions[0]).Text;
            Assert.Equal(said, table.Decide(standing, standing.Regions[0], record).Text);
            reasons.Add(said);
        }
        Assert.True(reasons.Count > 60, $"only {reasons.Count} reasons came up");
        Assert.True(reasons.Count(reason => reason.StartsWith("granted", StringComparison.Ordinal)) > 3);
    }

    [Fact]
    public void columns_of_codes_are_decided_as_their_cells()
    {
        var (_, table) = Large();
        var cases = Cases().ToList();
        int[] subjects = [.. cases.Select(one => table.Subjects.CodeOf(one.Standing, one.Standing.Regions[0]))], records = [.. cases.Select(one => table.Records.CodeOf(one.Record))];
        int[] pairs = [.. cases.Select(one => table.Pairs.CodeOf(one.Standing.Birth, one.Record.Created, one.Standing.ObjectedSince(table.Terms.Purpose)))];
        var reasons = new ushort[cases.Count];
        table.Decide(subjects, records, pairs, reasons);
        for (var i = 0; i < cases.Count; i++)
        {
            Assert.Equal(table[subjects[i], records[i], pairs[i]], reasons[i]);
            Assert.Equal(table.Decide(cases[i].Standing, cases[i].Standing.Regions[0], cases[i].Record).Code, reasons[i]);
        }
        foreach (var of in (int[])[0, 1, 2, 3])
            Assert.Throws<ArgumentException>(() => table.Decide(subjects.AsSpan(of == 0 ? 1 : 0), records.AsSpan(of == 1 ? 1 : 0), pairs.AsSpan(of == 2 ? 1 : 0), reasons.AsSpan(of == 3 ? 1 : 0)));
    }

    [Fact]
    public void signatures_join_alike_at_every_length()
    {
        var random = new Random(1);
        foreach (var length in (int[])[1, 15, 16, 31, 32, 33, 63, 64, 65, 130])
        {
            byte[] one = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(5))], other = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(5))];
            var joined = new Signature(one).And(new(other));
            Assert.Equal([.. one.Zip(other, Signature.And)], joined.Slots.ToArray());
            Assert.Equal(joined, new Signature([.. one.Zip(other, Signature.And)]));
            Assert.NotEqual(joined, new Signature([.. joined.Slots[..^1], 9]));
            Assert.False(joined.Equals(null));
        }
    }

    private static (Terms Terms, DecisionTable Table) Large()
    {
        var text = new StringBuilder("headgate: 1\npolicy: large\nversion: 1\nobjection: prospective\npurposes: { train: { title: Train } }\ncontent: [post, comment, photo, message]\nnotices: { told: { version: 1, title: Told } }\nrules:\n");
        for (var rule = 0; rule < 90; rule++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{ deny: d{rule}, when: {{ region: {Regions[rule % 8]}, content: {Kinds[rule / 8 % 4]}, {(rule / 32) switch { 0 => "visibility: private", 1 => "age: { under: 18 }", _ => "created: { from: 2026-01-01 }" }} }} }}\n");
        for (var rule = 0; rule < 20; rule++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{ grant: g{rule}, when: {{ region: {Regions[rule % 8]}, content: [{Kinds[rule % 4]}, {Kinds[(rule + 1) % 4]}], visibility: public }}, basis: {(rule % 3) switch { 0 => "consent", 1 => "contract", _ => "legitimate-interests" }}{(rule % 5 == 0 ? ", after: { notice: told, window: 30d }" : "")} }}\n");
        var policy = PolicyReader.Read(text.ToString()).Policy!;
        var terms = new Terms(policy, [], policy.Purposes["train"], At);
        return (terms, DecisionTable.Compile(terms));
    }

    private static IEnumerable<(Standing Standing, Record Record)> Cases() =>
        from region in Regions
        from kind in Kinds
        from visibility in Visibilities
        from created in (Instant?[])[Instant.FromDate(new(2025, 12, 31)), Instant.FromDate(new(2026, 1, 1)), null]
        from born in (BirthRange?[])[BirthRange.Born(new(2008, 3, 1)), BirthRange.Born(new(2008, 3, 2)), null]
        from choice in (Choice[])[Choice.Unset, Choice.Consented, Choice.Objected]
        from told in (int[])[0, 29, 30]
        select (
            new Standing
            {
                Regions = [Region.Understand(region)],
                Status = SubjectStatus.Active,
                Birth = born,
                Choices = choice == Choice.Unset ? [] : [new("train", choice, Instant.FromDate(new(2026, 1, 1)))],
                Notices = told == 0 ? [] : [new(new("told", 1), [At + -TimeSpan.FromDays(told)])],
            },
            new Record { Id = "r", Author = SubjectId.From("a"), Kind = kind, Visibility = visibility, Created = created, Labels = [] });
}
