using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Headgate.Manifest;

namespace Headgate.Gate;

/// <summary>The verdicts of one gate run over some content.</summary>
/// <param name="File">The verdict file.</param>
internal sealed record VerdictsOf(string File, VerdictAccount Account)
{
    public bool[] Allowed()
    {
        var allows = Account.Codes.Where(code => code.Allows).Select(code => code.Code).ToHashSet();
        var codes = MemoryMarshal.Cast<byte, ushort>(System.IO.File.ReadAllBytes(File));
        var allowed = new bool[codes.Length];
        for (var i = 0; i < codes.Length; i++) allowed[i] = allows.Contains(codes[i]);
        return allowed;
    }
}

/// <summary>Records of one kind whose author claims the same regions, and how many of them two policies decide differently.</summary>
/// <param name="Regions">Empty where none is claimed, or the author is not known.</param>
internal sealed record ChangedRecords(string Kind, IReadOnlyList<string> Regions, long Admitted, long Withdrawn);

/// <summary>Compares two gate runs over the same content, record by record.</summary>
internal static class ContentChange
{
    /// <param name="before">Null where everything was denied.</param>
    public static IReadOnlyList<ChangedRecords> Find(IReadOnlyList<ContentFile> content, ContentMap map, string snapshot, Bounds bounds, VerdictsOf? before, VerdictsOf? after)
    {
        var (was, becomes) = (before?.Allowed(), after?.Allowed());
        using var duck = new DuckSession(bounds, content.Select(file => file.Path), [snapshot]);
        StandingTables.Open(duck, snapshot);
        var staging = new Staging(duck, map, bounds.Temp);
        var tables = new List<ContentTable>();
        foreach (var (file, index) in content.Select((file, index) => (file, index)))
            tables.Add(staging.Stage(ScannedFile.Read(file, bounds.Temp, index, CancellationToken.None), index, tables.Sum(table => table.Rows)));
        DuckFunction.Register(duck.Connection, "headgate_change", DuckDBType.Integer, [DuckDBType.BigInt], call =>
        {
            var (positions, results) = (call.Argument(0), call.Result);
            for (var row = 0; row < call.Rows; row++)
            {
                var (one, other) = (was?[positions.Get<long>(row)] == true, becomes?[positions.Get<long>(row)] == true);
                results.Set(row, one == other ? 0 : other ? 1 : 2);
            }
        });
        var records = string.Join(" UNION ALL ", tables.Select(table => $"SELECT headgate_change(pos) AS change, hg_kind, hg_author FROM ({table.Query()})"));
        return duck.Rows(
            $"""
            SELECT coalesce(hg_kind, ''), coalesce(array_to_string(regions, ' '), ''), count(*) FILTER (change = 1), count(*) FILTER (change = 2)
            FROM ({records}) r LEFT JOIN people p ON p.subject = r.hg_author WHERE change > 0 GROUP BY 1, 2 ORDER BY 1, 2
            """,
            reader => new ChangedRecords(reader.GetString(0), reader.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries), reader.GetInt64(2), reader.GetInt64(3)));
    }
}
