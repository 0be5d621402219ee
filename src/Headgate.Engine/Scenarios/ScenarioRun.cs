using System.Diagnostics;
using System.Globalization;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine.Scenarios;

/// <summary>Lives through a story on a ledger of its own, in which everything is recorded on its day, and compares what must hold with what is so.</summary>
public sealed class ScenarioRun
{
    private static readonly MemorySize Memory = MemorySize.Megabytes(512);

    private readonly Scenario scenario;
    private readonly Session session;
    private readonly StoryClock clock;
    private readonly string folder;
    private readonly CancellationToken cancellation;
    private readonly ScenarioWorld world;
    private readonly BoardKeeper? board;
    private readonly List<ToldAct> told = [];
    private readonly List<Outcome> outcomes = [];
    private readonly List<GatePhase> gates = [];

    private ScenarioRun(Scenario scenario, Session session, StoryClock clock, string folder, CancellationToken cancellation)
    {
        (this.scenario, this.session, this.clock, this.folder, this.cancellation) = (scenario, session, clock, folder, cancellation);
        world = new(scenario.Board);
        board = scenario.Board is { Regions.Count: > 0 } drawn ? new(drawn, session, world, scenario.Purpose) : null;
    }

    /// <exception cref="BadInputException">Something that the story does cannot be done; the error has its line and column.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static ScenarioResult Run(Scenario scenario, Action<GateProgress> report, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var temp = new TempFolder();
        var clock = new StoryClock(scenario.Steps.Count > 0 ? scenario.Steps[0].At : Instant.MinValue);
        var ledger = Path.Combine(temp.Path, "ledger");
        using var session = new Session(SqliteLedger.Create(ledger), ledger, clock);
        var run = new ScenarioRun(scenario, session, clock, temp.Path, cancellation);
        run.Live(report);
        report(new("checking the ledger", null, 0));
        foreach (var problem in Checking.OfLedger(ledger, null)) run.outcomes.Add(new(1, clock.Now, "the ledger holds", problem, false));
        return new(
            scenario, run.told, [.. run.outcomes.OrderBy(outcome => outcome.Line).ThenBy(outcome => outcome.At)],
            run.board?.Rows(scenario.Steps[0].At, scenario.Steps[^1].At + TimeSpan.FromDays(1)) ?? [], run.gates, session.Store.Head.Size, watch.Elapsed);
    }

    private void Live(Action<GateProgress> report)
    {
        if (board is not null && scenario.Steps.Count > 0) session.Store.Append(board.People, session.Now);
        var acts = new ScenarioActs(scenario, session, world, outcomes);
        var check = new ExpectationCheck(session, world);
        foreach (var step in scenario.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            report(new($"living through {step.At.ToString()[..10]}", null, 0));
            clock.Now = step.At;
            foreach (var act in step.Acts)
                told.Add(new(act.Line, step.At, step.Events, act.Word, act.Tell ?? step.Tell ?? "", At(act.Line, act.Column, () => act is GateAct gate ? Gate(gate) : acts.Do(act))));
            if (step.Acts.Count == 0 && step.Tell is not null) told.Add(new(step.Line, step.At, step.Events, "note", step.Tell, ""));
            foreach (var expectation in step.Expectations) outcomes.Add(At(expectation.Line, expectation.Column, () => check.Check(expectation)));
        }
    }

    private string Gate(GateAct act)
    {
        var place = Path.Combine(folder, gates.Count.ToString(CultureInfo.InvariantCulture));
        var phase = new ScenarioGate(session, world, scenario.Purpose, new(Memory, 2, Path.Combine(folder, "temp"))).Run(act.Name, place, cancellation, out var found);
        gates.Add(phase);
        outcomes.Add(new(act.Line, clock.Now, $"{act.Name}: the gate says what the reference says", found ?? string.Create(CultureInfo.InvariantCulture, $"so it is of all {phase.Input} records"), found is null));
        if (board is not null) outcomes.AddRange(board.Note(phase));
        return string.Create(CultureInfo.InvariantCulture, $"{phase.Kept:N0} of {phase.Input:N0} records may be used");
    }

    private T At<T>(int line, int column, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (BadInputException error)
        {
            throw new BadInputException($"{scenario.Path}:{line}:{column}: {error.Message}", error.Help);
        }
        catch (UnknownPurposeException error)
        {
            throw new BadInputException($"{scenario.Path}:{line}:{column}: {error.Message}", error.Help);
        }
        catch (TableTooLargeException error)
        {
            throw new BadInputException($"{scenario.Path}:{line}:{column}: {error.Message}", error.Help);
        }
        catch (LedgerRefusalException error)
        {
            throw new BadInputException($"{scenario.Path}:{line}:{column}: {error.Message}", "tell the story in order of time, and nothing before it was");
        }
    }
}
