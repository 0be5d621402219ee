using System.Diagnostics;
using Headgate.Manifest;
using Headgate.Tests.Manifest;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Publishes the verifier as native code, and runs it as somebody would who has nothing else of ours.</summary>
public sealed class PublishedVerifierTests(PublishedVerifierTests.Publication published) : IClassFixture<PublishedVerifierTests.Publication>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headgate-published-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void the_published_verifier_accepts_an_untouched_data_set()
    {
        SampleDataSet.Seal().Write(folder);
        var (code, output) = Verify(folder);
        Assert.Equal(0, code);
        Assert.Contains("70,000 records read, 5 kept, 69,995 dropped", output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_published_verifier_finds_a_flipped_byte()
    {
        var touched = SampleDataSet.Seal();
        touched.Files[DataSetLayout.Verdicts][100] ^= 1;
        touched.Write(folder);
        var (code, output) = Verify(folder, "--json");
        Assert.Equal(4, code);
        Assert.Contains("verdicts.bin", output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_published_verifier_names_what_is_missing() => Assert.Equal(2, Verify(Path.Combine(folder, "nowhere")).Code);

    [Fact]
    public void the_published_verifier_says_when_libsodium_does_not_lie_beside_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system may have one of its own");
        SampleDataSet.Seal().Write(Path.Combine(folder, "data"));
        var alone = Path.Combine(folder, "headgate-verify");
        File.Copy(published.Program, alone);
        var (code, output) = Run(alone, Path.Combine(folder, "data"));
        Assert.Equal((1, "headgate-verify: libsodium must lie beside this program, as it was published\n"), (code, output));
    }

    [Fact]
    public void the_published_verifier_stays_small()
    {
        const long budget = 4_000_000;
        Assert.InRange(new FileInfo(published.Program).Length, 1, budget);
    }

    private (int Code, string Output) Verify(params string[] arguments) => Run(published.Program, arguments);

    private static (int Code, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>The verifier, published once for all tests.</summary>
    public sealed class Publication
    {
        private readonly string? program;

        public Publication()
        {
            if (!HasCToolchain) return;
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root!.FullName, "Headgate.slnx"))) root = root.Parent;
            var (code, output) = Run("dotnet", "publish", Path.Combine(root.FullName, "src", "Headgate.Verify"), "-c", "Release", "-nodeReuse:false");
            Assert.True(code == 0, output);
            program = Path.Combine(root.FullName, "artifacts", "publish", "Headgate.Verify", "release", OperatingSystem.IsWindows() ? "headgate-verify.exe" : "headgate-verify");
        }

        /// <summary>Skips the test where native code cannot be linked.</summary>
        public string Program
        {
            get
            {
                Assert.SkipWhen(program is null, "neither clang nor gcc is on the path, so the verifier cannot be linked");
                return program!;
            }
        }

        private static bool HasCToolchain =>
            OperatingSystem.IsWindows() || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
                File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
    }
}
