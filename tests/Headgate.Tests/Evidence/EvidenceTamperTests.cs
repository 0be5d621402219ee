using System.Text;
using Headgate.Evidence;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Verify;
using Xunit;

namespace Headgate.Tests.Evidence;

/// <summary>Whatever is changed in a pack is found, also by somebody who signs it anew with the key itself.</summary>
public sealed class EvidenceTamperTests : IDisposable
{
    private readonly EvidenceWorld world = new();
    private readonly SortedDictionary<string, byte[]> files;

    public EvidenceTamperTests()
    {
        world.Write("pack");
        files = EvidenceWorld.Files(world.Place.In("pack"));
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void any_byte_that_is_flipped_is_found_in_the_file_in_which_it_is()
    {
        var flips = 0;
        foreach (var (path, whole) in files)
        {
            // Every byte of what is short, and of the rest a sample from end to end.
            var step = Math.Max(1, whole.Length / 250);
            for (var at = 0; at < whole.Length; at += step, flips++)
            {
                var touched = new SortedDictionary<string, byte[]>(files, StringComparer.Ordinal) { [path] = [.. whole] };
                touched[path][at] ^= (byte)(1 << (at % 8));
                Assert.True(world.Verify(touched).Problems.Any(problem => problem.Path == path), $"{path}, byte {at}");
            }
        }
        Assert.True(flips > 2000, $"{flips}");
    }

    [Fact]
    public void a_file_that_is_missing_or_added_is_found()
    {
        foreach (var path in files.Keys)
            Assert.Contains(world.Verify(files.Where(file => file.Key != path).ToDictionary()).Problems, problem => problem.Path == path);
        Assert.Contains(world.Verify(new SortedDictionary<string, byte[]>(files, StringComparer.Ordinal) { ["more"] = [] }).Problems, problem => problem.Path == "more");
    }

    [Fact]
    public void a_pack_of_another_ledger_does_not_hold_for_who_knows_the_key()
    {
        using var other = new EvidenceWorld();
        Assert.Contains(other.Verify(files).Problems, problem => problem.Path == EvidenceLayout.LedgerKeys);
    }

    /// <summary>Whoever holds the key can sign any list of files: then what does not follow from the log is found.</summary>
    [Theory]
    [InlineData(EvidenceLayout.Account, "\"suspensions\":3", "\"suspensions\":2", "is not what follows from the acts")]
    [InlineData(EvidenceLayout.Page, "data-figure=\"suspensions\" value=\"3\">3<", "data-figure=\"suspensions\" value=\"2\">2<", "`suspensions` is 3")]
    [InlineData(EvidenceLayout.Acts, "Members <were> not told", "Members were quite content", "commits to")]
    [InlineData(EvidenceLayout.Acts, "{\"body\":\"{\\\"kind\\\":\\\"concern\\\"", "{\"body\":\"{\\\"kind\\\":\\\"concerns\\\"", "commits to")]
    public void what_was_signed_anew_must_follow_from_the_log(string path, string from, string to, string problem)
    {
        var text = Encoding.UTF8.GetString(files[path]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        files[path] = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        SignAnew();
        Assert.Contains(world.Verify(files).Problems, found => found.Path == path && found.Problem.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void an_act_that_was_taken_out_is_found_beside_the_published_log()
    {
        var lines = Encoding.UTF8.GetString(files[EvidenceLayout.Acts]).Split('\n');
        files[EvidenceLayout.Acts] = Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(line => !line.Contains($"\"position\":{world.Concern},", StringComparison.Ordinal))));
        Assert.Equal(lines.Length - 1, Encoding.UTF8.GetString(files[EvidenceLayout.Acts]).Split('\n').Length);
        SignAnew(account => files[EvidenceLayout.Account] = account.ToBytes());
        var place = world.Place.In("signed-anew");
        Write(place);
        var (_, output) = Run(place, world.Place.LedgerFolder);
        Assert.Contains($"holds a public act of kind concern at position {world.Concern}, and the pack does not", output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_command_says_what_holds_and_that_no_act_is_missing()
    {
        var (code, output) = Run(world.Place.In("pack"), world.Place.LedgerFolder, "--key", world.Place.Session.Store.Key.ToString());
        Assert.Equal(0, code);
        Assert.Contains("an evidence pack of", output, StringComparison.Ordinal);
        Assert.Contains("no public act of it is missing", output, StringComparison.Ordinal);
        world.Write("limited", "UK");
        Assert.Equal(0, Run(world.Place.In("limited"), world.Place.LedgerFolder).Code);
        File.AppendAllText(world.Place.In("pack/index.html"), " ");
        (code, output) = Run(world.Place.In("pack"));
        Assert.Equal(4, code);
        Assert.Contains("pack/index.html: is not the file that was signed", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EvidenceLayout.Acts, "[]\n")]
    [InlineData(EvidenceLayout.Acts, "{\"position\":0,\"entry\":\"\",\"body\":\"\",\"proof\":[]}\n")]
    [InlineData(EvidenceLayout.Acts, "{\"position\":-1,\"entry\":7,\"body\":null,\"proof\":{}}")]
    [InlineData(EvidenceLayout.History, "{\"size\":9007199254740991,\"root\":\"00\",\"proof\":[\"\"]}\n")]
    [InlineData(EvidenceLayout.Account, "")]
    [InlineData(EvidenceLayout.Page, "\0")]
    public void what_is_hostile_gives_problems_and_no_exception(string path, string text)
    {
        files[path] = Encoding.UTF8.GetBytes(text);
        SignAnew();
        Assert.NotEmpty(world.Verify(files).Problems);
    }

    private void SignAnew(Action<EvidenceAccount>? change = null)
    {
        Assert.True(DsseEnvelope.TryParse(files[EvidenceLayout.Manifest], out var envelope));
        Assert.True(EvidenceManifest.TryParse(envelope.Payload, out var manifest, out _));
        change?.Invoke(new([.. Encoding.UTF8.GetString(files[EvidenceLayout.Acts]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Recorded)], manifest.At));
        manifest = manifest with { Outputs = [.. files.Where(file => file.Key != EvidenceLayout.Manifest).Select(file => new OutputFile(file.Key, Digest.Of(file.Value), file.Value.Length, null))] };
        files[EvidenceLayout.Manifest] = manifest.Sign(world.Place.Session.Store.Signer).ToBytes();

        Recorded Recorded(string line)
        {
            Assert.True(ProvenStatement.TryParse(Encoding.UTF8.GetBytes(line), out var proven));
            Assert.Null(proven.Check(manifest.Ledger, out var recorded));
            return recorded!;
        }
    }

    private void Write(string folder)
    {
        foreach (var (path, bytes) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        return (VerifyCommand.Run(arguments, output, output), output.ToString());
    }
}
