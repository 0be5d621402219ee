using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Engine;

/// <summary>What the platform says of its members, their choices and who was told: read from files, row by row.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("""["GB"]""", "GB")]
    [InlineData("""["GB", "FR"]""", "FR GB")]
    [InlineData("\"GB;FR\"", "FR GB")]
    [InlineData("\"GB, FR\"", "FR GB")]
    [InlineData("\"GB|FR|GB\"", "FR GB")]
    [InlineData("\"USA\"", "US")]
    [InlineData("\"UK\"", "GB")]
    [InlineData("\"EL\"", "GR")]
    [InlineData("\"united kingdom\"", "GB")]
    [InlineData("\"Korea, Republic of\"", "KR")]
    [InlineData("\"GB; Korea, Republic of; FRA\"", "FR GB KR")]
    [InlineData("""["Bolivia, Plurinational State of"]""", "BO")]
    [InlineData("""["GB", null]""", " GB")]
    [InlineData("null", "")]
    [InlineData("[]")]
    [InlineData("\"Atlantis\"", "Atlantis", 1)]
    [InlineData("""["Atlantis", "GB", "Lemuria"]""", "Atlantis GB Lemuria", 2)]
    [InlineData("\"GB, Atlantis\"", "Atlantis GB", 1)]
    [InlineData("5", "5", 1)]
    [InlineData("\"\"", "", 1)]
    public void regions_are_understood_in_every_form_or_kept_as_written(string regions, string? expected = null, int notes = 0)
    {
        var (standing, outcome) = Member($"\"regions\": {regions}");
        Assert.Equal(expected, standing.Regions.Count == 0 ? null : string.Join(' ', standing.Regions.Select(region => region.Code)));
        Assert.Equal(notes, outcome.Notes.GetValueOrDefault("regions that were not understood"));
    }

    [Theory]
    [InlineData("\"born\": \"1990-02-28\"", "1990-02-28 1990-02-28")]
    [InlineData("\"born\": \"1990-02-28T23:00:00Z\"", "1990-02-28 1990-02-28")]
    [InlineData("\"born\": \"1990-02-30\"", null, 1)]
    [InlineData("\"born\": 1990", null, 1)]
    [InlineData("\"born\": null", null)]
    [InlineData("\"age\": 24, \"age_on\": \"2017-03-14\"", "1992-03-15 1993-03-14")]
    [InlineData("\"age\": \"24\", \"age_on\": \"2017-03-14\"", "1992-03-15 1993-03-14")]
    [InlineData("\"age\": 24.0, \"age_on\": \"2017-03-14\"", "1992-03-15 1993-03-14")]
    [InlineData("\"age\": 24", null, 1)]
    [InlineData("\"age\": 24, \"age_on\": null", null, 1)]
    [InlineData("\"age\": null, \"age_on\": null", null)]
    [InlineData("\"age\": -1, \"age_on\": \"2017-03-14\"", null, 1)]
    [InlineData("\"age\": 151, \"age_on\": \"2017-03-14\"", null, 1)]
    [InlineData("\"age\": 24.5, \"age_on\": \"2017-03-14\"", null, 1)]
    [InlineData("\"age_band\": \"16-17\", \"age_on\": \"2025-01-01\"", "2007-01-02 2009-01-01")]
    [InlineData("\"age_band\": \"65+\", \"age_on\": \"2025-01-01\"", "0001-01-01 1960-01-01")]
    [InlineData("\"age_band\": \"old\", \"age_on\": \"2025-01-01\"", null, 1)]
    [InlineData("\"age_band\": \"17-16\", \"age_on\": \"2025-01-01\"", null, 1)]
    [InlineData("\"age_band\": 16, \"age_on\": \"2025-01-01\"", null, 1)]
    public void an_age_is_a_range_of_births_or_unknown(string fields, string? births, int notes = 0)
    {
        var (standing, outcome) = Member(fields);
        Assert.Equal(births, standing.Birth is { } birth ? $"{birth.Earliest:yyyy-MM-dd} {birth.Latest:yyyy-MM-dd}" : null);
        Assert.Equal(notes, outcome.Notes.GetValueOrDefault("ages that were not understood"));
    }

    [Theory]
    [InlineData("\"active\"", SubjectStatus.Active)]
    [InlineData("\"closed\"", SubjectStatus.Closed)]
    [InlineData("\"memorialised\"", SubjectStatus.Memorialised)]
    [InlineData("null", SubjectStatus.Unknown)]
    [InlineData("\"Active\"", SubjectStatus.Unknown, 1)]
    [InlineData("\"\"", SubjectStatus.Unknown, 1)]
    public void a_status_is_one_of_three_words_or_unknown(string status, SubjectStatus expected, int notes = 0)
    {
        var (standing, outcome) = Member($"\"status\": {status}");
        Assert.Equal(expected, standing.Status);
        Assert.Equal(notes, outcome.Notes.GetValueOrDefault("statuses that were not understood"));
    }

    [Fact]
    public void an_absent_column_leaves_what_stood_and_regions_replace_those_of_the_same_source()
    {
        Members("""{"subject": "ann", "regions": ["GB", "FR"], "born": "1990-01-01", "status": "active"}""");
        Members("""{"subject": "ann", "source": "billing", "regions": ["US"]}""");
        Members("""{"subject": "ann", "regions": ["DE"]}""");
        var standing = Standing("ann");
        Assert.Equal("DE US", string.Join(' ', standing.Regions));
        Assert.Equal((SubjectStatus.Active, BirthRange.Born(new(1990, 1, 1))), (standing.Status, standing.Birth));
        Members("""{"subject": "ann", "born": null, "status": null}""");
        standing = Standing("ann");
        Assert.Equal((SubjectStatus.Unknown, null), (standing.Status, standing.Birth));
        Assert.Equal("DE US", string.Join(' ', standing.Regions));
    }

    [Theory]
    [InlineData("members.csv")]
    [InlineData("members.csv.gz")]
    [InlineData("members.parquet")]
    [InlineData("members.jsonl.zst")]
    public void members_are_read_from_every_format_alike(string name)
    {
        if (name.EndsWith("parquet", StringComparison.Ordinal))
        {
            using var duck = new DuckSession(new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("scratch")).FullName), [place.In(name)], []);
            duck.Execute($"COPY (SELECT 7::BIGINT AS subject, ['GB', 'FR'] AS regions, 24 AS age, DATE '2017-03-14' AS age_on, 'active' AS status, 'NaN'::DOUBLE AS score UNION ALL SELECT 8, NULL, NULL, NULL, NULL, NULL) TO {Sql.Text(place.In(name))} (FORMAT parquet)");
        }
        else if (name.StartsWith("members.csv", StringComparison.Ordinal)) place.Write(name, "subject,regions,age,age_on,status,note", "7,\"GB, FR\",24,2017-03-14,active,\"a \"\"b\"\"\"", "8,,,,,");
        else place.Write(name, """{"subject": 7, "regions": ["GB", "FR"], "age": 24, "age_on": "2017-03-14", "status": "active"}""", """{"subject": "8", "regions": null, "age": null, "age_on": null, "status": null}""");
        var outcome = Import(name, import => new MembersFile(import).Read);
        Assert.Equal((2, 0), (outcome.Recorded, outcome.Rejected));
        var (seven, eight) = (Standing("7"), Standing("8"));
        Assert.Equal("FR GB", string.Join(' ', seven.Regions));
        Assert.Equal(BirthRange.Aged(24, new(2017, 3, 14)), seven.Birth);
        Assert.Equal(SubjectStatus.Active, seven.Status);
        Assert.False(Assert.Single(eight.Regions).IsUnderstood);
        Assert.Equal((null, SubjectStatus.Unknown), (eight.Birth, eight.Status));
    }

    [Fact]
    public void choices_that_cannot_be_taken_are_reported_by_line_and_stop_nothing()
    {
        place.Publish(Workplace.Policy, "2025-01-01");
        place.Write(
            "choices.jsonl",
            """{"subject": "ann", "purpose": "train-generative-ai", "choice": "objected", "at": "2025-06-01", "channel": "settings"}""",
            "",
            """{"purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "bo", "choice": "objected"}""",
            """{"subject": "bo", "purpose": "train-generative-ai"}""",
            """{"subject": "bo", "purpose": "train-generative-ai", "choice": "object"}""",
            """{"subject": "bo", "purpose": "train-generative-ai", "choice": "objected", "at": "2025-06-31"}""",
            """{"subject": "bo", "purpose": "train-generative-ai", "choice": "objected", "at": "2025-12-01T00:00:00.000001Z"}""",
            """{"subject": "bo", "purpose": "train-generative-ai", "choice": "objected", "at": 20250601}""",
            """{"subject": 1.5, "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "", "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "\ud800", "purpose": "train-generative-ai", "choice": "objected"}""",
            """{"subject": "bo", "purpose": "train-generative-ai", "choice": "objected", "choice": "consented"}""",
            """{"\ud800": 1, "subject": "cy", "purpose": "train-generative-ai", "choice": "\udc00"}""",
            """{"subject": "cy", "purpose": "sell", "choice": "objected", "at": "2025-12-01"}""",
            """{"subject": 7, "purpose": "train-generative-ai", "choice": "consented"}""");
        var outcome = Import("choices.jsonl", import => new ChoicesFile(import, place.Session.PolicyInForce()).Read);
        Assert.Equal(Enumerable.Range(3, 12).Select(line => (long)line), outcome.Problems.Select(problem => problem.Row));
        Assert.Equal((3, 12), (outcome.Recorded, outcome.Rejected));
        Assert.Equal(1, Assert.Single(outcome.Notes).Value);
        Assert.Equal(Workplace.At("2025-06-01"), Assert.Single(Standing("ann").Choices).Since);
        Assert.Null(StandingOf("bo"));
        Assert.Equal(Choice.Objected, Assert.Single(Standing("cy").Choices).Choice);
        Assert.Equal(Choice.Consented, Assert.Single(Standing("7").Choices).Choice);
    }

    [Theory]
    [InlineData("a.jsonl", "{\"subject\": \"ann\"}\nnonsense\n", "a.jsonl:2:")]
    [InlineData("a.jsonl", "{\"subject\": \"ann\"}\n\n[1]\n", "a.jsonl:3`")]
    [InlineData("a.jsonl", "{\"subject\": \"ann\"}\n{\"subject\": \"b\0\"}\n", "line 2")]
    [InlineData("a.jsonl", "", "is empty")]
    [InlineData("a.csv", "subject,status\nann,active\nbo\n", "a.csv:3`")]
    [InlineData("a.parquet", "not parquet at all, but long enough", "a.parquet")]
    public void a_file_that_cannot_be_parsed_records_nothing(string name, string text, string where)
    {
        File.WriteAllText(place.In(name), text);
        var refusal = Assert.Throws<BadInputException>(() => Import(name, import => new MembersFile(import).Read));
        Assert.Contains(where, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, place.Session.Store.Head.Size);
    }

    [Fact]
    public void a_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.jsonl", Assert.Throws<BadInputException>(() => Import("nowhere.jsonl", import => new MembersFile(import).Read)).Message, StringComparison.Ordinal);

    [Fact]
    public void notices_are_served_and_bounced_at_their_time_and_the_first_time_counts()
    {
        place.Record(Workplace.At("2025-01-01"), Workplace.Member("ann"), Workplace.Member("bo"));
        var notice = new NoticeVersion("told", 2);
        place.Write("served.csv", "subject,at", "ann,2025-03-01", "ann,2025-02-01", "bo,2025-02-01", "cy,2026-01-01");
        var outcome = Import("served.csv", _ => new NoticesFile(notice, false).Read);
        Assert.Equal((3, 1), (outcome.Recorded, outcome.Rejected));
        Assert.Equal(4, Assert.Single(outcome.Problems).Row);
        place.Write("bounced.csv", "subject,at", "bo,2025-02-02");
        Import("bounced.csv", _ => new NoticesFile(notice, true).Read);
        Assert.Equal(Workplace.At("2025-02-01"), Standing("ann").FirstServed(notice, Instant.MinValue));
        Assert.Null(Standing("bo").FirstServed(notice, Instant.MinValue));
        Assert.Null(Standing("ann").FirstServed(new("told", 1), Instant.MinValue));
    }

    [Fact]
    public void a_notice_is_of_the_version_that_was_published_last_and_a_word_that_is_none_gets_the_nearest()
    {
        place.Publish(Workplace.Policy.Replace("rules:", "notices: { told: { version: 3 } }\nrules:", StringComparison.Ordinal).Replace("basis: legitimate-interests", "basis: legitimate-interests\n    after: { notice: told, window: 1d }", StringComparison.Ordinal), "2025-01-01");
        Assert.Equal(new("told", 3), Notices.Find(place.Session, "told", null));
        Assert.Equal(new("told", 1), Notices.Find(place.Session, "told", 1));
        Assert.Contains("`told`", Assert.Throws<BadInputException>(() => Notices.Find(place.Session, "tolt", null)).Help, StringComparison.Ordinal);
    }

    [Fact]
    public void a_file_is_recorded_once_however_often_it_is_given_unless_it_is_wanted_again()
    {
        place.Write("members.jsonl", """{"subject": "ann", "status": "active"}""", """{"subject": null}""", """{"subject": "bo", "status": "active"}""");
        Assert.Equal((2, 1, false), Recorded(Import("members.jsonl", import => new MembersFile(import).Read)));
        var repeated = Import("members.jsonl", import => new MembersFile(import).Read);
        Assert.Equal((0, 1, true), Recorded(repeated));
        Assert.Equal(2, repeated.RecordedBefore);
        Assert.Equal(2, place.Session.Store.Head.Size);
        File.Copy(place.In("members.jsonl"), place.In("same.jsonl"));
        Assert.True(Import("same.jsonl", import => new MembersFile(import).Read).IsRepeated);
        var import = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, place.In("import")));
        Assert.Equal(2, import.Run(place.In("members.jsonl"), new MembersFile(import).Read, null, null, "test", again: true).Recorded);
        import = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, place.In("import")));
        Assert.Equal(2, import.Run(place.In("members.jsonl"), new MembersFile(import).Read, null, null, "something else").Recorded);
        Assert.Equal(6, place.Session.Store.Head.Size);

        static (long, long, bool) Recorded(ImportOutcome outcome) => (outcome.Recorded, outcome.Rejected, outcome.IsRepeated);
    }

    [Fact]
    public void an_import_that_a_full_disk_ends_says_what_it_has_recorded_and_goes_on_when_there_is_room()
    {
        var file = place.Write("members.jsonl", Enumerable.Range(0, 4000).Select(i => $$"""{"subject": "person-{{i}}", "regions": "GB", "status": "active"}"""));
        var database = ((SqliteLedger)place.Session.Store).Database;
        database.Run($"PRAGMA max_page_count = {database.Number("PRAGMA page_count") + 60}");
        var fault = Assert.Throws<LedgerRefusalException>(() => Run());
        var recorded = place.Session.Store.Head.Size;
        Assert.InRange(recorded, 100, 3900);
        Assert.EndsWith($"is full: nothing was recorded; before that, {recorded.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} statements of `{file}` were: give the same file again to go on", fault.Message, StringComparison.Ordinal);
        database.Run("PRAGMA max_page_count = 1000000");
        Assert.Equal((4000 - recorded, recorded), Run() is var outcome ? (outcome.Recorded, outcome.RecordedBefore) : default);
        Assert.Equal(4000, place.Session.Store.Head.Size);

        ImportOutcome Run()
        {
            var import = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("temp")).FullName)) { Batch = 100 };
            return import.Run(file, new MembersFile(import).Read, null, null, "members");
        }
    }

    [Fact]
    public void an_import_that_was_interrupted_goes_on_where_it_was_and_reports_every_wrong_row_by_its_line()
    {
        place.Write("members.jsonl", Enumerable.Range(1, 100).Select(line => line % 10 == 0 ? """{"status": "active"}""" : $$"""{"subject": "m{{line}}", "status": "active"}"""));
        for (var stop = 1; stop < 100; stop += 33)
        {
            using var interrupted = new CancellationTokenSource();
            var read = 0;
            var first = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("import")).FullName), interrupted.Token) { Batch = 7 };
            Assert.ThrowsAny<OperationCanceledException>(() => first.Run(
                place.In("members.jsonl"),
                row =>
                {
                    if (++read == stop) interrupted.Cancel();
                    return new MembersFile(first).Read(row);
                },
                null, null, $"stopped at {stop}"));
            var before = place.Session.Store.Head.Size;
            var second = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, place.In("import"))) { Batch = 7 };
            var outcome = second.Run(place.In("members.jsonl"), new MembersFile(second).Read, null, null, $"stopped at {stop}");
            Assert.Equal((90, 10), (outcome.RecordedBefore + outcome.Recorded, outcome.Rejected));
            Assert.Equal(outcome.Recorded, place.Session.Store.Head.Size - before);
            Assert.Equal(stop < 7, outcome.RecordedBefore == 0);
            Assert.Equal(
                Enumerable.Range(1, 10).Select(tenth => $$"""{"row":{{tenth * 10}},"problem":"\u0060subject\u0060 is missing"}"""),
                File.ReadAllLines(outcome.RejectedFile!));
        }
        Assert.All(place.Session.Store.BySubject(long.MaxValue), subject => Assert.Equal(3, subject.Statements.Count));
        var report = Replay.Run(place.Session, new(MemorySize.Megabytes(512), 2, place.In("import")), _ => { });
        Assert.Equal((270, 90, false), (report.Statements, report.Subjects, report.HasSnapshot));
        Assert.Empty(report.Problems);
    }

    private (Standing Standing, ImportOutcome Outcome) Member(string fields)
    {
        var outcome = Members($"{{\"subject\": \"ann\", {fields}}}");
        Assert.Equal((1, 0), (outcome.Recorded, outcome.Rejected));
        return (Standing("ann"), outcome);
    }

    private ImportOutcome Members(string line)
    {
        place.Write("members.jsonl", line);
        return Import("members.jsonl", import => new MembersFile(import).Read);
    }

    private ImportOutcome Import(string name, Func<StatementImport, Func<ImportRow, NewStatement>> read)
    {
        var import = new StatementImport(place.Session, new(MemorySize.Megabytes(512), 2, Directory.CreateDirectory(place.In("import")).FullName));
        return import.Run(place.In(name), read(import), null, null, "test");
    }

    private Standing Standing(string subject) => StandingOf(subject) ?? throw new InvalidOperationException($"{subject} has no standing");

    private Standing? StandingOf(string subject) =>
        StandingFold.At(place.Session.Store.Of(SubjectId.From(subject)!.Value, place.Session.Store.Head.Size), Workplace.At("2026-01-01"));
}
