using Headgate.Stores;

namespace Headgate.Engine.Scenarios;

/// <summary>Fills the board of a story: at each gate, and over its whole time.</summary>
internal sealed class BoardKeeper(ScenarioBoard board, Session session, ScenarioWorld world, string purpose)
{
    private readonly Dictionary<(string Region, string Post), List<BoardCell?>> cells = board.Rows.ToDictionary(row => row, _ => new List<BoardCell?>());

    /// <summary>The people of the board, as they join.</summary>
    public IEnumerable<NewStatement> People => board.Regions.Select(region => new NewStatement(new MemberDescribed(
        ScenarioBoard.PersonOf(region), [Region.Understand(region)], "declared", new(BirthRange.Born(board.Born)), SubjectStatus.Active)));

    /// <summary>Notes how every row stands at a gate, and compares it with what is expected.</summary>
    public IEnumerable<Outcome> Note(GatePhase gate)
    {
        var moment = new Moment(session.Store.Head.Size, gate.At, true);
        var column = cells.Values.First().Count;
        foreach (var ((region, post), row) in cells) row.Add(At(region, post, moment));
        foreach (var expected in board.Expected)
            foreach (var (name, _) in board.Posts.Where(post => expected.Post is null || post.Name == expected.Post))
                yield return Compare(gate, expected, column, cells[(expected.Region, name)][column]);
    }

    public IReadOnlyList<BoardRow> Rows(Instant from, Instant to)
    {
        var acts = session.Store.Acts(session.Store.Head.Size);
        var people = board.Regions.ToDictionary(region => region, region => session.Store.Of(ScenarioBoard.PersonOf(region), session.Store.Head.Size));
        var times = BoardTimes.Of(acts, people.Values.SelectMany(statements => statements), world, from, to);
        var spans = board.Rows.ToDictionary(row => row, _ => new List<BoardSpan>());
        foreach (var (start, end) in times.Zip(times.Skip(1).Append(to)))
        {
            if (start == end) continue;
            var terms = Terms.Read([.. acts.Where(act => act.RecordedAt <= start)], purpose, start);
            var reasons = new Reasons(terms);
            foreach (var ((region, name), row) in spans)
            {
                var standing = StandingFold.At(people[region].Where(said => said.RecordedAt <= start), start);
                var post = world.Find(ScenarioBoard.PostOf(region, name))!;
                var cell = post.Created > start ? null : Cell(new ReferencePolicy(terms, reasons, _ => standing, world.Find).Decide(post).Reason);
                if (row.LastOrDefault() is { } last && last.Cell == cell) row[^1] = last with { To = end };
                else row.Add(new(start, end, cell));
            }
        }
        return [.. board.Rows.Select(row => new BoardRow(row.Region, row.Post, cells[row], spans[row]))];
    }

    private BoardCell? At(string region, string name, Moment moment)
    {
        var post = world.Find(ScenarioBoard.PostOf(region, name))!;
        return post.Created > moment.At ? null : Cell(Explanation.Of(session, post, world.Find, purpose, moment).Verdict.Reason);
    }

    private BoardCell Cell(Reason reason) => new(UseStates.Of(reason.Text), world.Named(reason.Text));

    private static Outcome Compare(GatePhase gate, BoardExpectation expected, int column, BoardCell? cell)
    {
        var state = expected.States[column];
        return new(
            expected.Line, gate.At, $"{expected.Region}{(expected.Post is { } post ? $" {post}" : "")} at {gate.Name}: {(state is { } word ? UseStates.Word(word) : "nothing posted yet")}",
            cell is null ? "nothing posted yet" : $"{UseStates.Word(cell.State)} ({cell.Reason})", cell?.State == state);
    }
}
