using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Records a file of statements: all rows that can be taken, at once or not at all.</summary>
public sealed class StatementImport(Session session, Bounds bounds, CancellationToken cancellation = default)
{
    private const int MostProblems = 100;

    private readonly List<RowProblem> problems = [];
    private readonly SortedDictionary<string, long> notes = new(StringComparer.Ordinal);
    private long rejected;

    /// <summary>What was taken, but not understood in full, and how often.</summary>
    public IReadOnlyDictionary<string, long> Notes => notes;

    /// <summary>Says that something was taken, but not understood in full.</summary>
    public void Note(string note) => notes[note] = notes.GetValueOrDefault(note) + 1;

    /// <param name="read">A row as a statement.</param>
    /// <exception cref="BadInputException">The file cannot be parsed, or none of its rows can be taken; nothing was recorded.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing was recorded.</exception>
    public ImportOutcome Run(string path, Func<ImportRow, NewStatement> read, Instant? recordedAt, IProgress<long>? progress)
    {
        var now = session.Now;
        var appended = session.Store.Append(head => Statements(path, read, recordedAt ?? Latest(head, now)), now, recordedAt, progress);
        if (appended.Count == 0 && problems is [var first, ..])
            throw new BadInputException($"none of the {rejected} rows of `{path}` can be taken; row {first.Row}: {first.Problem}", "check that this is the right file; nothing was recorded");
        return new(appended.Count, appended.First, appended.RecordedAt, rejected, problems, notes);
    }

    private static Instant Latest(LedgerHead head, Instant now) => head.LastRecordedAt is { } last ? Instant.Later(last, now) : now;

    private IEnumerable<NewStatement> Statements(string path, Func<ImportRow, NewStatement> read, Instant latest)
    {
        foreach (var row in ImportFile.Read(path, bounds))
        {
            cancellation.ThrowIfCancellationRequested();
            NewStatement? statement = null;
            try
            {
                statement = row.Problem is null ? read(row) : throw new RowProblemException(row.Problem);
                if (statement.EffectiveAt > latest) throw new RowProblemException("`at` lies after the time of recording");
            }
            catch (RowProblemException problem)
            {
                statement = null;
                rejected++;
                if (problems.Count < MostProblems) problems.Add(new(row.Number, problem.Message));
            }
            if (statement is not null) yield return statement;
        }
    }
}
