using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>An id that stands twice is found wherever it stands, also where several threads look at parts of them (cli.md, gate).</summary>
public sealed class RepeatedHashesTests
{
    /// <summary>So many that they are parted on several threads.</summary>
    private const int Many = (3 << 20) + 17;

    private static ulong[] Distinct(int count) => [.. Enumerable.Range(1, count).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(Many)]
    public void what_stands_once_is_not_repeated(int count) => Assert.False(RepeatedHashes.Any(Distinct(count)));

    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(1000, 0, 999)]
    [InlineData(Many, 0, Many - 1)]
    [InlineData(Many, Many / 2 - 1, Many / 2)]
    [InlineData(Many, Many - 2, Many - 1)]
    public void what_stands_twice_is_found(int count, int one, int other)
    {
        var hashes = Distinct(count);
        hashes[other] = hashes[one];
        Assert.True(RepeatedHashes.Any(hashes));
    }

    [Fact]
    public void no_id_is_no_repeated_one()
    {
        var hashes = Distinct(Many);
        for (var i = 0; i < hashes.Length; i += 3) hashes[i] = 0;
        Assert.False(RepeatedHashes.Any(hashes));
    }
}
