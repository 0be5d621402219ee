using Headgate.Engine;
using Xunit;

namespace Headgate.Tests.Engine;

public sealed class AheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(50_001)]
    public void what_is_read_ahead_is_the_same_in_the_same_order(int count) => Assert.Equal(Enumerable.Range(0, count), Ahead.Of(Enumerable.Range(0, count)));

    [Fact]
    public void what_reading_throws_reaches_whoever_takes_it_after_all_that_was_read()
    {
        var taken = new List<int>();
        var thrown = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var one in Ahead.Of(Failing())) taken.Add(one);
        });
        Assert.Equal("damaged", thrown.Message);
        Assert.Equal(Enumerable.Range(0, 2048), taken);

        static IEnumerable<int> Failing()
        {
            for (var i = 0; i < 2048; i++) yield return i;
            throw new InvalidDataException("damaged");
        }
    }

    [Fact]
    public void whoever_takes_no_more_ends_the_reading()
    {
        var ended = false;
        Assert.Equal([0, 1, 2], Ahead.Of(Endless()).Take(3));
        Assert.True(ended);

        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++) yield return i;
            }
            finally
            {
                ended = true;
            }
        }
    }
}
