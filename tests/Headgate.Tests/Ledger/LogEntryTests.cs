using System.Text;
using Headgate.Ledger;
using Xunit;

namespace Headgate.Tests.Ledger;

public sealed class LogEntryTests
{
    private static readonly Instant At = Instant.FromMicroseconds(1_758_198_896_789_012);

    [Fact]
    public void the_bytes_of_entries_are_frozen()
    {
        Assert.Equal(
            "headgate/1 policy 2025-09-18T12:34:56.789012Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
            new LogEntry("policy", At, Digest.Of("abc"u8)).ToString());
        Assert.Equal(
            "headgate/1 personal 2025-09-18T12:34:56.789012Z Nlqn2Pf5QCxLlDRQK0zIndsJ/lDXzZW0k7g0xi1aU3A=",
            new LogEntry(LogEntry.Personal, At, LogEntry.Commit(new byte[32], "abc"u8)).ToString());
        Assert.Equal("4be0425c814e9f04702a0444efdcff85bfb56bbc43e31d356d6aedb0f965a0e8", new LogEntry("policy", At, Digest.Of("abc"u8)).Leaf().ToHex());
    }

    [Fact]
    public void an_entry_is_read_as_it_was_written()
    {
        var entry = new LogEntry("data-set", At, Digest.Of("abc"u8));
        Assert.True(LogEntry.TryParse(entry.ToBytes(), out var parsed));
        Assert.Equal(entry, parsed);
    }

    [Theory]
    [InlineData("headgate/1 policy 2025-09-18T12:34:56.789012Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n")]
    [InlineData("headgate/2 policy 2025-09-18T12:34:56.789012Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData("headgate/1 Policy 2025-09-18T12:34:56.789012Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData("headgate/1 policy 2025-09-18T12:34:56.78901Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData("headgate/1 policy 2025-09-18T14:34:56.789012+02:00 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData("headgate/1 policy 2025-09-18T12:34:56.789012Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=")]
    [InlineData("headgate/1  2025-09-18T12:34:56.789012Z ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")]
    [InlineData("")]
    public void another_text_is_no_entry(string text) => Assert.False(LogEntry.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
