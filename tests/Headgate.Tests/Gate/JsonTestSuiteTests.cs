using System.Text;
using Headgate.Gate;
using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>Nicolas Seriot's JSON test suite, each text as a file of its own and as a value within an otherwise good record.</summary>
public sealed class JsonTestSuiteTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void what_is_not_json_is_refused_or_a_malformed_record_and_never_kept(bool within)
    {
        var wrong = Outcomes("n_", within).Where(outcome => outcome.Found is "record").ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void what_is_json_can_be_carried_by_a_record()
    {
        // A file of several lines is no line of JSON.
        var wrong = Outcomes("y_", within: true).Where(outcome => outcome.Found is not "record").ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void what_a_reader_may_take_or_leave_brings_nothing_down(bool within) => Assert.NotEmpty(Outcomes("i_", within));

    private static List<(string File, string Found)> Outcomes(string prefix, bool within)
    {
        var folder = Shared.Need("data/json-test-suite/test_parsing");
        using var temp = new TempFolder();
        var bounds = new Bounds(MemorySize.Megabytes(512), 2, temp.Path);
        var outcomes = new List<(string, string)>();
        var duck = new DuckSession(bounds, [], []);
        try
        {
            foreach (var (file, i) in Directory.EnumerateFiles(folder, $"{prefix}*.json").Order(StringComparer.Ordinal).Select((file, i) => (file, i)))
            {
                var text = File.ReadAllBytes(file);
                if (within && prefix != "n_") text = [.. text.Where(one => one is not ((byte)'\n' or (byte)'\r'))];
                var path = temp.In($"{i}-{Path.GetFileName(file)}l");
                File.WriteAllBytes(path, within ? [.. Encoding.UTF8.GetBytes("{\"record_id\": \"a\", \"author\": \"ann\", \"x\": "), .. text, (byte)'}', (byte)'\n'] : text);
                outcomes.Add((Path.GetFileName(file), Outcome(duck, bounds, path, i, within)));
            }
        }
        finally
        {
            duck.Dispose();
        }
        Assert.NotEmpty(outcomes);
        return outcomes;
    }

    private static string Outcome(DuckSession duck, Bounds bounds, string path, int index, bool within)
    {
        try
        {
            var input = ScannedFile.Read(new(path, ContentFormat.JsonLines), bounds.Temp, index, CancellationToken.None);
            var content = new Staging(duck, ContentMap.Default, bounds.Temp).Stage(input, index, 0);
            var (records, good) = duck.Rows($"SELECT count(*), count(*) FILTER (NOT hg_wrong AND hg_id IS NOT NULL) FROM ({content.Query()})", reader => (reader.GetInt64(0), reader.GetInt64(1)))[0];
            // What comes out of the gate is read with these columns.
            duck.Execute($"COPY (SELECT {content.Output} FROM read_parquet({Sql.Text(content.Parquet)})) TO {Sql.Text(Path.Combine(bounds.Temp, "output.parquet"))} (FORMAT parquet)");
            return good > 0 || (!within && records == 0) ? "record" : "malformed";
        }
        catch (BadInputException error)
        {
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            return error.Message[(error.Message.IndexOf('`', 1) + 1)..];
        }
    }
}
