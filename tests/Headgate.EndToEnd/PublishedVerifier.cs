using Headgate.Tests;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary><c>headgate-verify</c> as native code, published once for all tests, when the first of them asks for it.</summary>
internal static class PublishedVerifier
{
    private static readonly Lazy<string?> Published = new(Publish);

    /// <summary>Skips the test where native code cannot be linked.</summary>
    public static string Program
    {
        get
        {
            Assert.SkipWhen(Published.Value is null, "neither clang nor gcc is on the path, so the verifier cannot be linked");
            return Published.Value!;
        }
    }

    public static Ran Run(params IEnumerable<string> arguments) => Ran.Of(new(Program, arguments));

    private static string? Publish()
    {
        if (!HasCToolchain) return null;
        Ran.Of(new("dotnet", ["publish", Repository.File("src/Headgate.Verify"), "-c", "Release", "-nodeReuse:false"])).Ends(0);
        return Repository.File($"artifacts/publish/Headgate.Verify/release/{(OperatingSystem.IsWindows() ? "headgate-verify.exe" : "headgate-verify")}");
    }

    private static bool HasCToolchain =>
        OperatingSystem.IsWindows() || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
}
