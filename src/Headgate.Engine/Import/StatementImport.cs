using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Records a file of statements, each once however often it is given: batch by batch, each at once or not at all. A run that was interrupted is gone on with by giving the file again.</summary>
public sealed class StatementImport(Session session, Bounds bounds, CancellationToken cancellation = default)
{
    private const int MostProblems = 100;

    private readonly List<RowProblem> problems = [];
    private readonly SortedDictionary<string, long> notes = new(StringComparer.Ordinal);
    private long rejected;
    private string? rejectedFile;

    /// <summary>How many statements are recorded at once.</summary>
    public int Batch { get; init; } = 20_000;

    /// <summary>What was taken, but not understood in full, and how often.</summary>
    public IReadOnlyDictionary<string, long> Notes => notes;

    /// <summary>Says that something was taken, but not understood in full.</summary>
    public void Note(string note) => notes[note] = notes.GetValueOrDefault(note) + 1;

    /// <param name="read">A row as a statement.</param>
    /// <param name="what">What the file is imported as: the same file imported as something else is another import.</param>
    /// <param name="again">Whether a file that was recorded is recorded anew.</param>
    /// <exception cref="BadInputException">The file cannot be parsed, or none of its rows can be taken; nothing was recorded.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; what it had recorded stays.</exception>
    public ImportOutcome Run(string path, Func<ImportRow, NewStatement> read, Instant? recordedAt, IProgress<long>? progress, string what, bool again = false)
    {
        var id = Parse(path, again ? $"{what}\n{session.Now}" : what);
        var before = session.Store.ImportOf(id);
        if (before is { IsComplete: true })
            return new(0, before.First, before.RecordedAt, before.Rejected, [], notes) { RecordedBefore = before.Recorded, IsRepeated = true };
        rejectedFile = Path.Combine(session.Folder, "rejected", $"{Path.GetFileName(path)}.{id.ToHex()[..8]}.jsonl");
        var mark = before ?? new(id, 0, 0, 0, session.Store.Head.Size, session.Now, false);
        try
        {
            mark = Record(path, read, recordedAt, progress, mark);
        }
        catch (OperationCanceledException)
        {
            var recorded = session.Store.ImportOf(id)?.Recorded ?? 0;
            if (recorded == 0) throw;
            throw new InterruptedImportException(string.Create(CultureInfo.InvariantCulture, $"interrupted: {recorded:N0} statements of `{path}` are recorded; give the same file again to go on"));
        }
        catch (LedgerRefusalException refused) when (session.Store.ImportOf(id) is { Recorded: > 0 and var recorded })
        {
            throw new LedgerRefusalException(string.Create(CultureInfo.InvariantCulture, $"{refused.Message}; before that, {recorded:N0} statements of `{path}` were: give the same file again to go on"), refused);
        }
        if (mark.Recorded == 0 && problems is [var first, ..])
            throw new BadInputException($"none of the {rejected} rows of `{path}` can be taken; row {first.Row}: {first.Problem}", "check that this is the right file; nothing was recorded");
        var earlier = before?.Recorded ?? 0;
        return new(mark.Recorded - earlier, mark.First, mark.RecordedAt, rejected, problems, notes)
        {
            RecordedBefore = earlier,
            RejectedFile = rejected > 0 ? rejectedFile : null,
        };
    }

    /// <summary>Reads the file to its end, so that one that cannot be parsed records nothing.</summary>
    /// <returns>What this import is known by: the digest of the file, and of what it is imported as.</returns>
    private Digest Parse(string path, string what)
    {
        foreach (var _ in ImportFile.Read(path, bounds)) cancellation.ThrowIfCancellationRequested();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"headgate-import/1\n{what}\n"));
        using var stream = File.OpenRead(path);
        var buffer = new byte[1 << 17];
        for (int length; (length = stream.Read(buffer)) > 0;) hash.AppendData(buffer.AsSpan(0, length));
        return Digest.From(hash.GetHashAndReset());
    }

    private ImportMark Record(string path, Func<ImportRow, NewStatement> read, Instant? recordedAt, IProgress<long>? progress, ImportMark mark)
    {
        var (pending, rows, done) = (new List<NewStatement>(), 0L, mark.Rows);
        var latest = recordedAt ?? Latest();
        using var rejects = new RejectedRows(rejectedFile!);
        foreach (var row in ImportFile.Read(path, bounds))
        {
            cancellation.ThrowIfCancellationRequested();
            rows++;
            var statement = Take(row, read, latest, rejects);
            if (rows <= done) continue;
            if (statement is not null) pending.Add(statement);
            if (pending.Count == Batch) mark = Append(pending, rows, recordedAt, mark, false, progress);
        }
        if (mark.Recorded + pending.Count == 0) return mark;
        return Append(pending, rows, recordedAt, mark, true, progress);
    }

    private ImportMark Append(List<NewStatement> pending, long rows, Instant? recordedAt, ImportMark mark, bool last, IProgress<long>? progress)
    {
        var next = mark with { Rows = rows, Rejected = rejected, Recorded = mark.Recorded + pending.Count, IsComplete = last };
        // what is recorded before the last batch is published beside the work
        var appended = last
            ? session.Store.Append(pending.ToArray(), session.Now, recordedAt, next)
            : session.Store.AppendAsync(pending.ToArray(), session.Now, recordedAt, next).GetAwaiter().GetResult();
        pending.Clear();
        progress?.Report(rows);
        return next with { First = mark.Recorded == 0 ? appended.First : mark.First, RecordedAt = appended.RecordedAt };
    }

    private NewStatement? Take(ImportRow row, Func<ImportRow, NewStatement> read, Instant latest, RejectedRows rejects)
    {
        try
        {
            var statement = row.Problem is null ? read(row) : throw new RowProblemException(row.Problem);
            return statement.EffectiveAt > latest ? throw new RowProblemException("`at` lies after the time of recording") : statement;
        }
        catch (RowProblemException problem)
        {
            rejected++;
            var found = new RowProblem(row.Number, problem.Message);
            rejects.Add(found);
            if (problems.Count < MostProblems) problems.Add(found);
            return null;
        }
    }

    private Instant Latest() => session.Store.Head.LastRecordedAt is { } last ? Instant.Later(last, session.Now) : session.Now;

    /// <summary>The rows that were not taken, one a line; there is no file where there are none.</summary>
    private sealed class RejectedRows(string file) : IDisposable
    {
        private StreamWriter? writer;

        public void Add(RowProblem problem)
        {
            if (writer is null) Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            writer ??= new(file, append: false);
            writer.Write(JsonSerializer.Serialize(new { row = problem.Row, problem = problem.Problem }) + "\n");
        }

        public void Dispose() => writer?.Dispose();
    }
}

/// <summary>An import was interrupted after it had recorded something. The message says how much.</summary>
public sealed class InterruptedImportException(string message) : OperationCanceledException(message);
