using System.Text;
using System.Text.RegularExpressions;
using Headgate.Ledger;
using Headgate.Stores;
using Xunit;

namespace Headgate.Tests.Stores;

public sealed partial class WitnessTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromMicroseconds(1_758_196_800_000_000);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("litewitness.txt")]
    [InlineData("sumdb.txt")]
    public void the_vectors_are_answered_as_they_say(string name)
    {
        var text = File.ReadAllText(Shared.Need($"vectors/tlog-witness/cmd/litewitness/testdata/{name}"));
        using var witness = LogWitness.Create(folder.Path, "example.com/witness");
        if (SigsumKey().Match(text) is { Success: true } sigsum)
        {
            var key = Convert.FromHexString(sigsum.Groups[1].Value);
            Assert.True(VerifierKey.TryCreate($"sigsum.org/v1/tree/{Digest.Of(key).ToHex()}", key, out var log));
            witness.Trust(log);
        }
        else
        {
            Assert.True(VerifierKey.TryParse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", out var log));
            witness.Trust(log, "go.sum database tree");
        }
        var requests = Request().Matches(text);
        Assert.NotEmpty(requests);
        foreach (System.Text.RegularExpressions.Match request in requests)
        {
            var answer = witness.Answer(Encoding.UTF8.GetBytes(request.Groups[1].Value), Noon);
            // the specification says 404 of a log that is not known, where that program says 403
            var expected = request.Groups[3].Value.Contains("unknown log", StringComparison.Ordinal) ? 404 : int.Parse(request.Groups[2].Value, null);
            Assert.Equal(expected, answer.Status);
            if (expected == 409) Assert.Equal("text/x.tlog.size", answer.ContentType);
            if (Exact().Match(request.Groups[3].Value) is { Success: true } exact) Assert.Equal(exact.Groups[1].Value.Replace("\\n", "\n", StringComparison.Ordinal), answer.Body);
            foreach (System.Text.RegularExpressions.Match part in Contains().Matches(request.Groups[3].Value)) Assert.Contains(part.Groups[1].Value, answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void a_ledger_is_cosigned_as_it_grows_and_the_cosignature_verifies()
    {
        using var ledger = SqliteLedger.Create(folder.In("ledger"));
        using (var made = LogWitness.Create(folder.In("witness"), "example.com/w")) made.Trust(ledger.Key);
        var times = new List<Instant>();
        for (var size = 0; size < 700; size += 233)
        {
            using var witness = LogWitness.Open(folder.In("witness"));
            Assert.True(Cosigner.TryParse(witness.VerifierText, out var key));
            var request = Headgate.Engine.Witnessing.Request(ledger, witness.Seen(ledger.Key.Name));
            Assert.True(WitnessRequest.TryParse(Encoding.UTF8.GetBytes(request.ToString()), out var read, out _));
            Assert.Equal(request.ToString(), read.ToString());
            var answer = witness.Answer(Encoding.UTF8.GetBytes(request.ToString()), Noon + TimeSpan.FromHours(size));
            Assert.Equal(200, answer.Status);
            Assert.True(SignedNote.TryParse($"{request.Note}{answer.Body}", out var cosigned));
            Assert.True(cosigned.IsSignedBy(ledger.Key));
            Assert.True(Cosigner.IsCosigned(cosigned, key, out var time));
            times.Add(time);
            if (size > 0) Assert.Equal(409, witness.Answer(Encoding.UTF8.GetBytes((request with { OldSize = 0, Proof = [] }).ToString()), Noon).Status);
            ledger.Append([.. Enumerable.Range(0, 233).Select(i => new NewStatement(new ChoiceMade(SubjectId.From($"m{i}")!.Value, "p", Choice.Objected, null)))], Noon);
        }
        Assert.Equal(times.Order().Distinct(), times);
    }

    [Fact]
    public void a_fork_a_log_taken_back_and_a_request_that_is_none_are_not_cosigned()
    {
        using var ledger = SqliteLedger.Create(folder.In("ledger"));
        using var witness = LogWitness.Create(folder.In("witness"), "example.com/w");
        witness.Trust(ledger.Key);
        NewStatement[] two = [new(new Erased(1)), new(new Erased(2))];
        ledger.Append(two, Noon);
        var request = Headgate.Engine.Witnessing.Request(ledger, 0);
        Assert.Equal(200, Answer(request).Status);
        Assert.Equal(200, Answer(request with { OldSize = 2 }).Status);
        var fork = new Checkpoint(ledger.Key.Name, 2, Digest.Of("another"u8));
        Assert.Equal(422, Answer(request with { OldSize = 2, Note = fork.Sign(ledger.Signer), Checkpoint = fork }).Status);
        var back = ledger.Checkpoint(1);
        Assert.Equal(400, Answer(request with { OldSize = 2, Note = back.Sign(ledger.Signer), Checkpoint = back }).Status);
        Assert.Equal((409, "2\n"), (Answer(request with { OldSize = 1 }).Status, Answer(request with { OldSize = 1 }).Body));
        Assert.Equal(400, witness.Answer("old 0\n"u8, Noon).Status);
        Assert.Equal(400, witness.Answer("old 00\n\n"u8, Noon).Status);

        WitnessAnswer Answer(WitnessRequest one) => witness.Answer(Encoding.UTF8.GetBytes(one.ToString()), Noon);
    }

    [GeneratedRegex("-key=([0-9a-f]{64})\\n\\n# start ssh")]
    private static partial Regex SigsumKey();

    [GeneratedRegex("```\\n(.*?)```\\nHTTP ([0-9]+)\\n(.*?)(?=\\nPOST|\\z)", RegexOptions.Singleline)]
    private static partial Regex Request();

    [GeneratedRegex("body == \"(.*)\"")]
    private static partial Regex Exact();

    [GeneratedRegex("body contains \"(.*)\"")]
    private static partial Regex Contains();
}
