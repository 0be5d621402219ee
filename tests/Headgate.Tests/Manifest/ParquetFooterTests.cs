using System.Buffers.Binary;
using System.Globalization;
using CsCheck;
using DuckDB.NET.Data;
using Headgate.Manifest;
using Xunit;

namespace Headgate.Tests.Manifest;

public sealed class ParquetFooterTests
{
    private const string ClaimsNoRows = "repeated_no_annotation.parquet";

    [Fact]
    public void every_published_file_has_the_rows_that_duckdb_counts()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Shared.Need("data/parquet-testing/data"), "*.parquet").Where(file => !file.EndsWith(ClaimsNoRows, StringComparison.Ordinal)))
        {
            using var stream = File.OpenRead(file);
            if (Counted(connection, file) is not { } rows) continue;
            Assert.Equal((file, rows), (file, ParquetFooter.Rows(stream)));
            read++;
        }
        Assert.True(read > 40, $"only {read} files were read");
    }

    [Fact]
    public void a_published_file_that_claims_no_rows_and_holds_six_is_refused()
    {
        using var stream = File.OpenRead(Shared.Need($"data/parquet-testing/data/{ClaimsNoRows}"));
        Assert.Null(ParquetFooter.Rows(stream));
    }

    [Fact]
    public void no_bad_or_encrypted_file_makes_it_fault()
    {
        var folder = Shared.Need("data/parquet-testing");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = File.OpenRead(file);
            var rows = ParquetFooter.Rows(stream);
            if (file.Contains("footer", StringComparison.Ordinal) && file.EndsWith(".encrypted", StringComparison.Ordinal) && !file.Contains("plaintext", StringComparison.Ordinal))
                Assert.Null(rows);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(70_000)]
    public void the_rows_of_all_row_groups_are_the_rows_of_the_file(int rows) => Assert.Equal(rows, Rows(SampleDataSet.Parquet(rows)));

    [Fact]
    public void a_footer_that_lies_about_its_row_groups_is_refused()
    {
        var file = SampleDataSet.Parquet(2);
        file[15] += 2;
        Assert.Null(Rows(file));
    }

    [Fact]
    public void a_file_cut_anywhere_is_refused()
    {
        var file = SampleDataSet.Parquet(70_000);
        for (var length = 0; length < file.Length; length++) Assert.Null(Rows(file[..length]));
    }

    [Fact]
    public void any_footer_is_read_or_refused_without_a_fault() => Gen.Byte.Array[0, 200].Sample(footer => { Rows(WithFooter(footer)); }, iter: 20_000);

    [Theory]
    [InlineData(new byte[] { 0x1c })]
    [InlineData(new byte[] { 0x19, 0xf9, 0xff, 0xff, 0xff, 0xff, 0x0f })]
    [InlineData(new byte[] { 0x19, 0x1c })]
    public void a_bomb_of_nested_or_countless_values_is_refused_at_once(byte[] unit)
    {
        byte[] footer = [.. Enumerable.Repeat(unit, 1_000_000).SelectMany(bytes => bytes)];
        Assert.Null(Rows(WithFooter(footer)));
    }

    /// <returns>Null where DuckDB cannot read the footer.</returns>
    private static long? Counted(DuckDBConnection connection, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT num_rows FROM parquet_file_metadata('{file}')";
        try
        {
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private static byte[] WithFooter(byte[] footer)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
    }

    private static long? Rows(byte[] file) => ParquetFooter.Rows(new MemoryStream(file));
}
