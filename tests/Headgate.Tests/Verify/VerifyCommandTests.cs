using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;
using Headgate.Tests.Manifest;
using Headgate.Verify;
using Xunit;

namespace Headgate.Tests.Verify;

public sealed class VerifyCommandTests : IDisposable
{
    private static readonly SigningKey Key = SampleDataSet.Key;

    private readonly string folder = Directory.CreateTempSubdirectory("headgate-verify-").FullName;

    private string DataSet => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void an_untouched_data_set_holds_and_the_trust_without_a_pinned_key_is_named()
    {
        SampleDataSet.Seal().Write(DataSet);
        var (code, output, errors) = Run(DataSet);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(": holds\n", output, StringComparison.Ordinal);
        Assert.Contains("70,000 records read, 5 kept, 69,995 dropped", output, StringComparison.Ordinal);
        Assert.Contains($"lies beside the data: {Key.Verifier}; ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_key_is_pinned_by_its_text_or_by_a_file()
    {
        SampleDataSet.Seal().Write(DataSet);
        Assert.Equal(0, Run(DataSet, "--key", Key.Verifier.ToString()).Code);
        var (code, output, _) = Run("--key", Path.Combine(DataSet, DataSetLayout.LedgerKey), DataSet);
        Assert.Equal(0, code);
        Assert.Contains("by the key you gave", output, StringComparison.Ordinal);
        using var other = SigningKey.FromSeed(Key.Verifier.Name, new byte[32]);
        Assert.Equal(4, Run(DataSet, "--key", other.Verifier.ToString()).Code);
    }

    [Fact]
    public void the_json_names_every_problem_by_its_path()
    {
        var touched = SampleDataSet.Seal();
        touched.Files["eligible/part-0.jsonl"][3] ^= 1;
        touched.Files["stray"] = [1];
        touched.Write(DataSet);
        var (code, output, _) = Run(DataSet, "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((4, false), (code, json.RootElement.GetProperty("ok").GetBoolean()));
        Assert.Equal(
            [$"{DataSet}/stray is not in the manifest", $"{DataSet}/eligible/part-0.jsonl does not have the SHA-256 of the manifest"],
            json.RootElement.GetProperty("problems").EnumerateArray().Select(problem => $"{problem.GetProperty("path")} {problem.GetProperty("problem")}"));
        Assert.False(json.RootElement.GetProperty("trusted")[0].GetProperty("pinned").GetBoolean());
    }

    [Theory]
    [InlineData("no path is given")]
    [InlineData("nothing is at `nowhere`", "nowhere")]
    [InlineData("`--keys` is no option", "nowhere", "--keys")]
    [InlineData("`--key` needs a key or a file", "nowhere", "--key")]
    [InlineData("`x` is neither a key nor a file", "nowhere", "--key", "x")]
    [InlineData("nothing is at `--json`", "--", "--json")]
    public void bad_usage_is_one_message_and_exit_2(string problem, params string[] arguments)
    {
        var (code, output, errors) = Run(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"headgate-verify: {problem}\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void help_is_on_stdout_with_an_example()
    {
        var (code, output, _) = Run("--help");
        Assert.Equal(0, code);
        Assert.Contains("Example: headgate-verify ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void a_folder_that_is_no_data_set_does_not_hold()
    {
        Directory.CreateDirectory(DataSet);
        Assert.Equal(4, Run(DataSet).Code);
    }

    [Theory]
    [InlineData("eligible/part-0.jsonl")]
    [InlineData("manifest.dsse.json")]
    [InlineData("eligible")]
    public void a_link_out_of_the_folder_is_never_followed(string path)
    {
        SampleDataSet.Seal().Write(DataSet);
        var (inside, outside) = (Path.Combine(DataSet, path), Path.Combine(folder, "outside"));
        Directory.Move(inside, outside);
        File.CreateSymbolicLink(inside, outside);
        var (code, output, _) = Run(DataSet);
        Assert.Equal(4, code);
        Assert.Contains($"{path}: is a link that does not lead to a file of this folder", output, StringComparison.Ordinal);
    }

    [Fact]
    public void links_in_a_circle_or_to_nowhere_are_problems()
    {
        SampleDataSet.Seal().Write(DataSet);
        File.CreateSymbolicLink(Path.Combine(DataSet, "a"), Path.Combine(DataSet, "b"));
        File.CreateSymbolicLink(Path.Combine(DataSet, "b"), Path.Combine(DataSet, "a"));
        File.CreateSymbolicLink(Path.Combine(DataSet, "c"), "nowhere");
        Assert.Equal(3, Run(DataSet).Output.Split("is a link that does not lead").Length - 1);
    }

    [Fact]
    public void a_folder_reached_by_a_link_holds_like_itself()
    {
        SampleDataSet.Seal().Write(DataSet);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), DataSet);
        Assert.Equal(0, Run(Path.Combine(folder, "link")).Code);
        Assert.Equal(0, Run(DataSet + "/").Code);
    }

    [Fact]
    public void a_pipe_in_place_of_a_file_is_not_waited_for()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "mkfifo is not here");
        SampleDataSet.Seal().Write(DataSet);
        File.Delete(Path.Combine(DataSet, "report.html"));
        Process.Start("/usr/bin/mkfifo", Path.Combine(DataSet, "report.html")).WaitForExit();
        Assert.Contains("report.html: has fewer bytes", Run(DataSet).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void what_could_steer_a_terminal_is_spelled_out()
    {
        SampleDataSet.Seal(manifest => manifest with { Purpose = "train\u001b[2J\u202e" }).Write(DataSet);
        Assert.Contains("for train\\u{1b}[2J\\u{202e} at", Run(DataSet).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void a_checkpoint_holds_by_a_pinned_key_only()
    {
        var path = Write("kept", Note(7, "a").ToString());
        Assert.Equal(0, Run(path, "--key", Key.Verifier.ToString()).Code);
        Assert.Equal(2, Run(path).Code);
        Write("kept", Note(7, "a").ToString().Replace("\n7\n", "\n8\n", StringComparison.Ordinal));
        Assert.Equal(4, Run(path, "--key", Key.Verifier.ToString()).Code);
    }

    [Fact]
    public void a_log_that_showed_two_histories_of_one_size_is_found_out()
    {
        var (one, other, later) = (Write("one", Note(7, "a").ToString()), Write("other", Note(7, "b").ToString()), Write("later", Note(8, "c").ToString()));
        Assert.Equal(0, Run(one, later, "--key", Key.Verifier.ToString()).Code);
        var (code, output, _) = Run(one, later, other, "--key", Key.Verifier.ToString());
        Assert.Equal(4, code);
        Assert.Equal(2, output.Split("the ledger has two histories").Length - 1);
    }

    [Fact]
    public void a_receipt_holds_until_a_byte_of_it_changes()
    {
        var text = SampleReceipt().ToString();
        Assert.Equal(0, Run(Write("receipt", text), "--key", Key.Verifier.ToString()).Code);
        var (code, output, _) = Run(Write("receipt", text));
        Assert.Equal(0, code);
        Assert.Contains("a statement of kind personal, position 1, recorded at 2025-", output, StringComparison.Ordinal);
        for (var place = 0; place < text.Length; place += 3)
        {
            var touched = text.ToCharArray();
            touched[place] = touched[place] == 'x' ? 'y' : 'x';
            Assert.NotEqual(0, Run(Write("receipt", new string(touched)), "--key", Key.Verifier.ToString()).Code);
        }
    }

    [Fact]
    public void a_kept_checkpoint_is_part_of_a_log_or_the_log_was_taken_back_or_rewritten()
    {
        var (place, noon) = (Path.Combine(folder, "ledger"), Instant.FromDate(new(2025, 5, 27)));
        string key, kept, receipt;
        using (var ledger = SqliteLedger.Create(place, "example.com/log"))
        {
            ledger.Append(Enumerable.Range(0, 300).Select(Objects), noon);
            (kept, receipt) = (Write("kept", ledger.CheckpointAt(257).ToString()), Write("receipt", ledger.ReceiptFor(7)!.ToString()));
            Copy(place, Path.Combine(folder, "old"));
            ledger.Append(Enumerable.Range(0, 300).Select(Objects), noon);
            key = $"{ledger.Key}";
        }
        var later = Write("later", File.ReadAllText(Path.Combine(place, "checkpoint")));
        var (code, output, _) = Run(kept, receipt, later, place, "--key", key);
        Assert.Equal(0, code);
        Assert.Equal(3, output.Split("part of the history of the log in").Length - 1);

        Assert.Equal(0, Run(kept, Path.Combine(folder, "old"), "--key", key).Code);
        var back = Run(kept, later, Path.Combine(folder, "old"), "--key", key);
        Assert.Equal(4, back.Code);
        Assert.Contains("has 300 entries, and had 600: it was taken back", back.Output, StringComparison.Ordinal);

        // the same key, another history
        var fork = Path.Combine(folder, "fork");
        Directory.CreateDirectory(fork);
        File.Copy(Path.Combine(place, "key"), Path.Combine(fork, "key"));
        using (var ledger = SqliteLedger.Create(fork)) ledger.Append(Enumerable.Range(1, 700).Select(Objects), noon);
        var forked = Run(kept, fork, "--key", key);
        Assert.Equal(4, forked.Code);
        Assert.Contains("it was rewritten, or has two histories", forked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void every_flipped_byte_of_a_published_log_is_found()
    {
        var place = Path.Combine(folder, "ledger");
        using (var ledger = SqliteLedger.Create(place)) ledger.Append(Enumerable.Range(0, 3).Select(Objects), Instant.FromDate(new(2025, 5, 27)));
        Assert.Equal(0, Run(place).Code);
        foreach (var file in Directory.GetFiles(Path.Combine(place, "tile"), "*", SearchOption.AllDirectories).Append(Path.Combine(place, "checkpoint")))
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at++)
            {
                bytes[at] ^= (byte)(1 << (at % 8));
                File.WriteAllBytes(file, bytes);
                Assert.True(Run(place).Code == 4, $"{file} {at}");
                bytes[at] ^= (byte)(1 << (at % 8));
            }
            File.Delete(file);
            Assert.Equal(4, Run(place).Code);
            File.WriteAllBytes(file, bytes);
        }
        Assert.Equal(0, Run(place).Code);
    }

    [Fact]
    public void what_either_key_signed_holds_by_the_list_in_which_one_hands_over_to_the_other()
    {
        var (place, noon) = (Path.Combine(folder, "ledger"), Instant.FromDate(new(2025, 5, 27)));
        string old, before, after;
        using (var ledger = SqliteLedger.Create(place))
        {
            ledger.Append([Objects(1)], noon);
            (old, before) = ($"{ledger.Key}", Write("before", ledger.ReceiptFor(0)!.ToString()));
            ledger.ChangeKey(noon);
            after = Write("after", ledger.ReceiptFor(0)!.ToString());
        }
        var keys = Path.Combine(place, "ledger.vkeys");
        Assert.Equal(0, Run(before, after, place, "--key", keys).Code);
        Assert.Equal(0, Run(before, "--key", old).Code);
        Assert.Equal(4, Run(after, "--key", old).Code);
        File.WriteAllText(keys, File.ReadAllText(keys).Replace(' ', '\n'));
        Assert.Equal(2, Run(after, "--key", keys).Code);
    }

    private static NewStatement Objects(int who) => new(new ChoiceMade(SubjectId.From($"m{who}")!.Value, "train", Choice.Objected, null));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, Path.GetRelativePath(from, file)))!);
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    private static SignedNote Note(long size, string root) => new Checkpoint(Key.Verifier.Name, size, Digest.Of(Encoding.UTF8.GetBytes(root))).Sign(Key);

    private static Receipt SampleReceipt()
    {
        var at = Instant.FromDate(new(2025, 5, 27));
        var body = StatementBody.Write(new ChoiceMade(SubjectId.From("ada")!.Value, "train-generative-ai", Choice.Objected, "settings"), at);
        var salt = new byte[LogEntry.SaltSize];
        var entry = new LogEntry(LogEntry.Personal, at, LogEntry.Commit(salt, body));
        var (before, after) = (MerkleTree.Leaf("before"u8), MerkleTree.Leaf("after"u8));
        var root = MerkleTree.Node(MerkleTree.Node(before, entry.Leaf()), after);
        return new(Key.Verifier, body, salt, entry, new(1, [before, after], new Checkpoint(Key.Verifier.Name, 3, root).Sign(Key)));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        return (VerifyCommand.Run(arguments, output, errors), output.ToString(), errors.ToString());
    }
}
