namespace Headgate.Gate;

/// <summary>A CSV file as a relation: RFC 4180, every value text, nothing sniffed; an empty value is null, a quoted empty one is not.</summary>
internal static class CsvTable
{
    public const int LongestLine = 4 << 20;

    /// <param name="names">What its columns are called here; the first line is passed over.</param>
    public static string Relation(string plain, IEnumerable<string> names) =>
        $"read_csv({Sql.Text(plain)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', comment='', skip=0, strict_mode=true, null_padding=false, " +
        $"nullstr='', allow_quoted_nulls=false, compression='uncompressed', max_line_size={LongestLine}, buffer_size={16 * LongestLine}, encoding='utf-8', hive_partitioning=false, " +
        $"columns={{{string.Join(", ", names.Select(name => $"{Sql.Text(name)}: 'VARCHAR'"))}}})";
}
