using DuckDB.NET.Native;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>Kinds, services and labels are told apart by all of their letters, however many those are.</summary>
public sealed class WordsTests
{
    /// <summary>Words that begin alike and are equally long, and such as lie in a column itself (up to 12 bytes) or elsewhere.</summary>
    private static readonly string[] Known = ["post", "posta", "postb", "twelve-bytes", "thirteen-byte", "thirteen-bite", "thirteen-bytes-and-more", "été", "p"];

    private static readonly string[] Unknown = ["", "postc", "Post", "twelve-byte", "twelve-bytez", "thirteen-bytf", "thirteen-bytes-and-mora", "ete", "q"];

    [Fact]
    public void words_are_found_and_nothing_else()
    {
        using var folder = new TempFolder();
        using var duck = new DuckSession(new(MemorySize.Megabytes(256), 2, folder.Path), [], []);
        var words = new Words(Known);
        DuckFunction.Register(duck.Connection, "word", DuckDBType.BigInt, [DuckDBType.Varchar], call =>
        {
            Span<long> numbers = stackalloc long[call.Rows];
            numbers.Fill(1);
            words.Append(call.Argument(0), numbers);
            for (var row = 0; row < call.Rows; row++)
            {
                Assert.Equal(words.Numbers + words.IndexOf(call.Argument(0), row), numbers[row]);
                call.Result.Set(row, numbers[row] - words.Numbers);
            }
        });
        Assert.Equal(Enumerable.Range(0, Known.Length).Select(i => (long)i), Numbers(Known.Select(Sql.Text)));
        Assert.All(Numbers([.. Unknown.Select(Sql.Text), "NULL"]), number => Assert.Equal(Known.Length, number));

        List<long> Numbers(IEnumerable<string> texts) =>
            duck.Rows($"SELECT word(text) FROM (VALUES {string.Join(", ", texts.Select((text, i) => $"({i}, {text})"))}) AS drawn(i, text) ORDER BY i", reader => reader.GetInt64(0));
    }
}
