using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("4GB", 4_000_000_000)]
    [InlineData("800MB", 800_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("64kib", 65_536)]
    [InlineData("2tb", 2_000_000_000_000)]
    public void a_size_is_read_as_people_write_it(string text, long bytes) => Assert.Equal(bytes, MemorySize.Read(text)?.Bytes);

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("-4GB")]
    [InlineData("0GB")]
    [InlineData("4 gigabytes")]
    [InlineData("999999999TB")]
    [InlineData("4GB; SET x=1")]
    public void anything_else_is_none(string text) => Assert.Null(MemorySize.Read(text));
}
