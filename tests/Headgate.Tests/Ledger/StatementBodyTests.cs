using System.Text;
using System.Text.Json;
using CsCheck;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class StatementBodyTests
{
    private static readonly Instant At = Instant.FromMicroseconds(1_758_198_896_789_012);
    private static readonly VerifierKey Log = SigningKey.FromSeed("example.com/log", new byte[32]).Verifier;
    private static readonly SubjectId Somebody = SubjectId.From("m-1")!.Value;

    public static TheoryData<string> Kinds => [.. Golden.Keys];

    // only grows: a body that was ever written must be read, and written again, byte by byte
    private static Dictionary<string, (Statement Statement, string Body)> Golden { get; } = new()
    {
        ["member"] = (
            new MemberDescribed(
                Somebody, [Region.Understand("UK"), Region.Understand("Wakanda"), Region.Unknown], "declared",
                new(BirthRange.Born(new(1990, 2, 28))), SubjectStatus.Active),
            """{"kind":"member","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","source":"declared","regions":["GB","Wakanda",null],"birth":{"earliest":"1990-02-28","latest":"1990-02-28"},"status":"active"}"""),
        ["member that says nothing"] = (
            new MemberDescribed(Somebody, null, "billing", null, null),
            """{"kind":"member","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","source":"billing"}"""),
        ["member said to be unknown"] = (
            new MemberDescribed(Somebody, [], "declared", new(null), SubjectStatus.Unknown),
            """{"kind":"member","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","source":"declared","regions":[],"birth":null,"status":null}"""),
        ["choice"] = (
            new ChoiceMade(Somebody, "train-generative-ai", Choice.Objected, "settings"),
            """{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","purpose":"train-generative-ai","choice":"objected","channel":"settings"}"""),
        ["choice without a channel"] = (
            new ChoiceMade(Somebody, "train-generative-ai", Choice.Unset, null),
            """{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","purpose":"train-generative-ai","choice":"unset"}"""),
        ["notice served"] = (
            new NoticeServed(Somebody, new("gen-ai-2025", 1)),
            """{"kind":"notice-served","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","notice":"gen-ai-2025","version":1}"""),
        ["notice bounced"] = (
            new NoticeBounced(Somebody, new("gen-ai-2025", 1)),
            """{"kind":"notice-bounced","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","notice":"gen-ai-2025","version":1}"""),
        ["policy"] = (
            new PolicyPublished("headgate: 1\n\tpolicy: \"é\u0001\U0001F600\"\n", new Dictionary<string, string> { ["b"] = "00", ["a"] = "ff" }, new("because", "Jo")),
            """{"kind":"policy","effective_at":"2025-09-18T12:34:56.789012Z","text":"headgate: 1\n\tpolicy: \"é\u0001😀\"\n","notices":{"a":"ff","b":"00"},"override":{"reason":"because","by":"Jo"}}"""),
        ["suspension"] = (
            new Suspended("train-generative-ai", ["GB"], ["uk"], "network", At, At, "ICO", "letter of 2024-09-20"),
            """{"kind":"suspension","effective_at":"2025-09-18T12:34:56.789012Z","purpose":"train-generative-ai","regions":["GB"],"region_words":["uk"],"service":"network","collected_from":"2025-09-18T12:34:56.789012Z","collected_to":"2025-09-18T12:34:56.789012Z","authority":"ICO","reference":"letter of 2024-09-20"}"""),
        ["suspension everywhere"] = (
            new Suspended("train-generative-ai", null, [], null, null, null, "DPC", ""),
            """{"kind":"suspension","effective_at":"2025-09-18T12:34:56.789012Z","purpose":"train-generative-ai","region_words":[],"authority":"DPC","reference":""}"""),
        ["lift"] = (
            new Lifted(7, new("gen-ai-2025", 2), TimeSpan.FromDays(30), null),
            """{"kind":"lift","effective_at":"2025-09-18T12:34:56.789012Z","suspension":7,"after":{"notice":"gen-ai-2025","version":2},"window":"30d"}"""),
        ["lift by override"] = (
            new Lifted(7, null, null, new("court order", "Jo")),
            """{"kind":"lift","effective_at":"2025-09-18T12:34:56.789012Z","suspension":7,"override":{"reason":"court order","by":"Jo"}}"""),
        ["data set"] = (
            new DataSetSealed("posts-1", "train-generative-ai", "ab", 10, 7, true),
            """{"kind":"data-set","effective_at":"2025-09-18T12:34:56.789012Z","name":"posts-1","purpose":"train-generative-ai","manifest":"ab","input":10,"kept":7,"replay":true}"""),
        ["took hold"] = (
            new TookHold(9, TimeSpan.FromMicroseconds(3_217)),
            """{"kind":"took-hold","effective_at":"2025-09-18T12:34:56.789012Z","suspension":9,"took_us":3217}"""),
        ["erasure"] = (
            new Erased(12),
            """{"kind":"erasure","effective_at":"2025-09-18T12:34:56.789012Z","statements":12}"""),
        ["key"] = (
            new KeyChanged(Log, Log, "AAAA"),
            """{"kind":"key","effective_at":"2025-09-18T12:34:56.789012Z","from":"LOG","to":"LOG","proof":"AAAA"}""".Replace("LOG", Log.ToString(), StringComparison.Ordinal)),
        ["permit"] = (
            new PermitGiven("posts-1", "ab", "train-generative-ai", "run 7", TimeSpan.FromSeconds(60)),
            """{"kind":"permit","effective_at":"2025-09-18T12:34:56.789012Z","data_set":"posts-1","manifest":"ab","purpose":"train-generative-ai","run":"run 7","lease":"1m"}"""),
        ["permit ended"] = (
            new PermitEnded(7, "suspended:9"),
            """{"kind":"permit-ended","effective_at":"2025-09-18T12:34:56.789012Z","permit":7,"reason":"suspended:9"}"""),
        ["concern"] = (
            new ConcernOpened("ICO", "nobody was told", new(2024, 10, 1), "statement of 2024-09-20"),
            """{"kind":"concern","effective_at":"2025-09-18T12:34:56.789012Z","authority":"ICO","text":"nobody was told","due":"2024-10-01","reference":"statement of 2024-09-20"}"""),
        ["concern that asks for no answer"] = (
            new ConcernOpened("AP", "object in time", null, ""),
            """{"kind":"concern","effective_at":"2025-09-18T12:34:56.789012Z","authority":"AP","text":"object in time","reference":""}"""),
        ["concern answered"] = (
            new ConcernAnswered(7, "use is paused", "letter"),
            """{"kind":"concern-answer","effective_at":"2025-09-18T12:34:56.789012Z","concern":7,"text":"use is paused","reference":"letter"}"""),
        ["concern closed"] = (
            new ConcernClosed(7, "", "decision"),
            """{"kind":"concern-closed","effective_at":"2025-09-18T12:34:56.789012Z","concern":7,"text":"","reference":"decision"}"""),
        ["commitment"] = (
            new CommitmentMade(7, "DPC", "an evaluation report", new(2026, 4, 3), "statement of 2025-11-07"),
            """{"kind":"commitment","effective_at":"2025-09-18T12:34:56.789012Z","concern":7,"authority":"DPC","text":"an evaluation report","due":"2026-04-03","reference":"statement of 2025-11-07"}"""),
        ["commitment without end"] = (
            new CommitmentMade(null, "DPC", "never again", null, ""),
            """{"kind":"commitment","effective_at":"2025-09-18T12:34:56.789012Z","authority":"DPC","text":"never again","reference":""}"""),
        ["commitment fulfilled"] = (
            new CommitmentFulfilled(8, "the report is sent", ""),
            """{"kind":"commitment-fulfilled","effective_at":"2025-09-18T12:34:56.789012Z","commitment":8,"text":"the report is sent","reference":""}"""),
        ["model"] = (
            new ModelTrained("phrases", "train-generative-ai", "ab", 7, 10, 3),
            """{"kind":"model","effective_at":"2025-09-18T12:34:56.789012Z","name":"phrases","purpose":"train-generative-ai","manifest":"ab","permit":7,"records":10,"authors":3}"""),
        ["model forgot"] = (
            new ModelForgot("phrases", "ab", "cd", 1, 4),
            """{"kind":"model-forgot","effective_at":"2025-09-18T12:34:56.789012Z","name":"phrases","before":"ab","after":"cd","people":1,"records":4}"""),
        ["disclosure"] = (
            new DataSetDisclosed("posts-1", "ab", "Example Labs"),
            """{"kind":"disclosure","effective_at":"2025-09-18T12:34:56.789012Z","data_set":"posts-1","manifest":"ab","recipient":"Example Labs"}"""),
        ["recipient told"] = (
            new RecipientTold(7, 120, 4, "cd"),
            """{"kind":"recipient-told","effective_at":"2025-09-18T12:34:56.789012Z","disclosure":7,"as_of":120,"records":4,"notification":"cd"}"""),
        ["recipient acknowledged"] = (
            new RecipientAcknowledged(9, "removed"),
            """{"kind":"recipient-acknowledged","effective_at":"2025-09-18T12:34:56.789012Z","told":9,"text":"removed"}"""),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void the_bytes_of_a_body_are_frozen(string kind)
    {
        var (statement, body) = Golden[kind];
        Assert.Equal(body, Encoding.UTF8.GetString(StatementBody.Write(statement, At)));
        Assert.True(StatementBody.TryRead(Encoding.UTF8.GetBytes(body), out var read, out var at));
        Assert.Equal(At, at);
        if (statement is KeyChanged) Assert.Equal(statement, read);
        else Assert.Equivalent(statement, read, strict: true);
        Assert.IsType(statement.GetType(), read);
    }

    [Fact]
    public void every_type_of_statement_is_frozen_here()
    {
        var types = typeof(Statement).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Statement)) && !type.IsAbstract);
        Assert.Equal(types.OrderBy(type => type.Name), Golden.Values.Select(golden => golden.Statement.GetType()).Distinct().OrderBy(type => type.Name));
    }

    [Fact]
    public void what_was_written_is_read_back_the_same() =>
        Gen.Select(StatementGen.Any, StatementGen.Time).Sample((statement, at) =>
        {
            var body = StatementBody.Write(statement, at);
            using var document = JsonDocument.Parse(body);
            Assert.DoesNotContain((byte)'\n', body);
            Assert.True(StatementBody.TryRead(body, out var read, out var readAt));
            Assert.Equal(at, readAt);
            Assert.Equal(statement.GetType(), read.GetType());
            Assert.Equal(body, StatementBody.Write(read, readAt));
        });

    [Fact]
    public void a_member_that_is_not_known_is_passed_over()
    {
        var body = """{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m-1","purpose":"p","choice":"objected","later":{"x":[1]}}"""u8.ToArray();
        Assert.True(StatementBody.TryRead(body, out var read, out _));
        Assert.Equal(new ChoiceMade(Somebody, "p", Choice.Objected, null), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"kind":"hologram","effective_at":"2025-09-18T12:34:56.789012Z"}""")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-31T12:34:56.789012Z","subject":"m","purpose":"p","choice":"unset"}""")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"","purpose":"p","choice":"unset"}""")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m","purpose":"p","choice":"yes"}""")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m","purpose":null,"choice":"unset"}""")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":"m","subject":"n","purpose":"p","choice":"unset"}""")]
    [InlineData("""{"kind":"choice","effective_at":"2025-09-18T12:34:56.789012Z","subject":7,"purpose":"p","choice":"unset"}""")]
    [InlineData("""{"kind":"took-hold","effective_at":"2025-09-18T12:34:56.789012Z","suspension":7,"took_us":-1}""")]
    [InlineData("""{"kind":"took-hold","effective_at":"2025-09-18T12:34:56.789012Z","suspension":7,"took_us":9223372036854775807}""")]
    [InlineData("""{"kind":"lift","effective_at":"2025-09-18T12:34:56.789012Z","suspension":1.5}""")]
    public void what_is_no_body_is_refused(string text) => Assert.False(StatementBody.TryRead(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void a_text_that_would_not_come_back_as_it_was_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => StatementBody.Write(new ChoiceMade(SubjectId.From("\ud800")!.Value, "p", Choice.Unset, null), At));
        Assert.Throws<ArgumentException>(() => StatementBody.Write(new ChoiceMade(default, "p", Choice.Unset, null), At));
        Assert.Throws<ArgumentException>(() => StatementBody.Write(new Lifted(0, null, TimeSpan.FromMilliseconds(1), null), At));
        Assert.Throws<ArgumentException>(() => StatementBody.Write(new TookHold(0, TimeSpan.FromTicks(1)), At));
        Assert.Throws<ArgumentException>(() => StatementBody.Write(new TookHold(0, TimeSpan.FromTicks(-10)), At));
    }
}
