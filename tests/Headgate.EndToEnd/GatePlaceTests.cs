using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>A gate in a pipe, on a disk that is full, at a place that cannot be written: it ends cleanly, with the right exit code.</summary>
public sealed class GatePlaceTests : IDisposable
{
    private readonly Place place = new();

    public GatePlaceTests()
    {
        place.Write("policy.yaml", "headgate: 1", "policy: places", "version: 1", "purposes: { train-generative-ai: { title: Train } }", "content: [post]", "rules: [{ grant: agreed, basis: consent }]");
        place.Write("members.jsonl", """{"subject": "ann", "regions": ["US"], "status": "active"}""");
        place.Write("choices.jsonl", """{"subject": "ann", "purpose": "train-generative-ai", "choice": "consented"}""");
        place.Do("init");
        place.Do("policy", "publish", "policy.yaml");
        place.Do("members", "members.jsonl");
        place.Do("choices", "choices.jsonl");
    }

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task a_pipe_gives_the_eligible_lines_as_they_came_and_the_account_beside_them()
    {
        var start = new ProcessStartInfo(Built.Program, ["gate", "-", "--purpose", Place.Purpose, "--out", "-"]) { WorkingDirectory = place.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        string[] lines = ["""{"kind":"post", "record_id":1,"author":"ann"}""", """{"record_id":2,"author":"bo","kind":"post"}""", """{ "author":"ann","record_id":"3","kind":"post","text":"é" }"""];
        await process.StandardInput.WriteAsync(string.Join('\n', lines));
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"{lines[0]}\n{lines[2]}\n", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, "2 of 3 records may be used; 1 left out: unknown-subject 1\n"), (process.ExitCode, await errors));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("set")]
    public async Task interrupted_while_it_waits_for_standard_input_it_ends_with_130_and_leaves_nothing(string target)
    {
        Processes.AreInterruptible();
        var temp = Directory.CreateDirectory(place.In("temp")).FullName;
        var start = new ProcessStartInfo(Built.Program, ["gate", "-", "--purpose", Place.Purpose, "--out", target, "--temp", temp]) { WorkingDirectory = place.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("""{"record_id":1,"author":"ann","kind":"post"}""");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        // What was written has arrived, and more is waited for.
        while (!process.HasExited && !Directory.EnumerateFiles(temp, "standard-input", SearchOption.AllDirectories).Any()) await Task.Delay(5, TestContext.Current.CancellationToken);
        Processes.Signal("INT", process.Id);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((130, "error: interrupted: nothing was written\n"), (process.ExitCode, await errors));
        Assert.Empty(Directory.EnumerateFileSystemEntries(temp));
        Assert.False(Path.Exists(place.In("set")));
    }

    [Fact]
    public void a_disk_that_is_full_ends_the_run_and_leaves_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "mounting a small disk takes root");
        var disk = Directory.CreateDirectory(place.In("disk")).FullName;
        Assert.SkipUnless(Ran.Of(new("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk])).Code == 0, "no disk could be mounted here");
        try
        {
            // What is the same in no two lines cannot be compressed to nothing.
            place.Write("posts.jsonl", Enumerable.Range(0, 40_000).Select(i => JsonSerializer.Serialize(new { record_id = $"r{i}", author = "ann", kind = "post", text = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))) })));
            var before = place.Do("fsck").GetRawText();
            var (code, output, errors) = place.Run("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "disk/set");
            Assert.Equal((2, ""), (code, output));
            Assert.Contains("space", errors, StringComparison.OrdinalIgnoreCase);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
            // So too where only the temporary files do not fit.
            Assert.Equal(2, place.Run("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "set", "--temp", "disk").Code);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
            Assert.False(Path.Exists(place.In("set")));
            Assert.Equal(before, place.Do("fsck").GetRawText());
        }
        finally
        {
            Ran.Of(new("umount", ["-l", disk]));
        }
    }

    [Fact]
    public void a_place_that_cannot_be_written_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is such a place, for everybody");
        place.Write("posts.jsonl", """{"record_id":1,"author":"ann","kind":"post"}""");
        var ran = place.Run("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "/proc/set").Ends(2);
        Assert.Contains("`/proc/set` cannot be written", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("`/proc/temp` cannot hold temporary files", place.Run("gate", "posts.jsonl", "--purpose", Place.Purpose, "--out", "set", "--temp", "/proc/temp").Ends(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void one_record_is_enough_and_none_is_too_few()
    {
        place.Write("one.csv", "record_id,author,kind", "1,ann,post");
        Assert.Equal(1, place.Do("gate", "one.csv", "--purpose", Place.Purpose, "--out", "one", "--memory", "200MB", "--threads", "1").GetProperty("kept").GetInt64());
        place.Run("recheck", "one").Ends(0);
        place.Do("object", "ann", "--purpose", Place.Purpose);
        var found = place.Run("recheck", "one", "--apply", "two", "--list", "leaving.jsonl", "--json").Ends(3).Json();
        Assert.Equal(1, found.GetProperty("leave").GetInt64());
        Assert.Equal("""{"record_id":"1","change":"leave","was":"granted:agreed","now":"objected"}""", File.ReadAllText(place.In("leaving.jsonl")).Trim());
        place.Run("verify", "two").Ends(0);
        place.Run("recheck", "two").Ends(0);
    }
}
