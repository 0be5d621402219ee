using Headgate.Manifest;
using Headgate.Tests;
using Headgate.Tests.Manifest;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>Publishes the verifier as native code, and runs it as somebody would who has nothing else of ours.</summary>
public sealed class PublishedVerifierTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void the_published_verifier_accepts_an_untouched_data_set()
    {
        SampleDataSet.Seal().Write(folder.Path);
        Assert.Contains("70,000 records read, 5 kept, 69,995 dropped", PublishedVerifier.Run(folder.Path).Ends(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_published_verifier_finds_a_flipped_byte()
    {
        var touched = SampleDataSet.Seal();
        touched.Files[DataSetLayout.Verdicts][100] ^= 1;
        touched.Write(folder.Path);
        Assert.Contains("verdicts.bin", PublishedVerifier.Run(folder.Path, "--json").Ends(4).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void the_published_verifier_names_what_is_missing() => PublishedVerifier.Run(folder.In("nowhere")).Ends(2);

    [Fact]
    public void the_published_verifier_says_when_libsodium_does_not_lie_beside_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the system may have one of its own");
        SampleDataSet.Seal().Write(folder.In("data"));
        var alone = folder.In("headgate-verify");
        File.Copy(PublishedVerifier.Program, alone);
        Assert.Equal(new Ran(1, "", "headgate-verify: libsodium must lie beside this program, as it was published\n"), Ran.Of(new(alone, [folder.In("data")])));
    }

    [Fact]
    public void the_published_verifier_stays_small()
    {
        const long budget = 4_000_000;
        Assert.InRange(new FileInfo(PublishedVerifier.Program).Length, 1, budget);
    }
}
