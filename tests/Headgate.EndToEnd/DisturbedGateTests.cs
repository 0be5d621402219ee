using System.Globalization;
using Xunit;

namespace Headgate.EndToEnd;

/// <summary>What is done to a gate run while it is on: killed, interrupted, overtaken by a suspension.</summary>
public sealed class DisturbedGateTests(LongGate gate) : IClassFixture<LongGate>
{
    [Fact]
    public void a_gate_that_is_killed_leaves_no_data_set_and_no_worker_and_the_next_one_is_as_if_nothing_had_been()
    {
        Processes.AreSeen();
        var landed = 0;
        foreach (var moment in Moments(15, 30, 50, 70, 85))
        {
            using var run = gate.Begin("whole");
            moment(run);
            var isAtWork = gate.Workers().Count > 0;
            run.Kill();
            run.Wait();
            gate.NoWorkerIsLeft();
            if (isAtWork)
            {
                landed++;
                Assert.False(Path.Exists(gate.Place.In("whole")));
                Assert.Empty(Directory.EnumerateFiles(gate.Place.Path, "manifest.dsse.json", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }));
            }
            else if (Path.Exists(gate.Place.In("whole")))
            {
                // Moving it into place is the last step: whoever sees it sees all of it.
                gate.Place.Run("verify", "whole").Ends(0);
                gate.Remove("whole");
            }
        }
        Assert.True(landed >= 1, "no run was killed at work");
        gate.TheNextRunIsAsIfNothingHadBeen();
    }

    [Fact]
    public void a_gate_whose_worker_is_killed_says_so_and_leaves_nothing()
    {
        Processes.AreSeen();
        var landed = 0;
        foreach (var moment in Moments(30, 60))
        {
            using var run = gate.Begin("whole");
            moment(run);
            var workers = gate.Workers();
            foreach (var worker in workers) Processes.Signal("KILL", worker);
            var (code, output, errors) = run.Wait();
            if (code == 0)
            {
                gate.Remove("whole");
                continue;
            }
            landed++;
            Assert.Equal((2, ""), (code, output));
            Assert.Matches("^error: the gate's worker came to a sudden end while [^\n]+\n  help: [^\n]+\n$", errors);
            NothingIsThere();
        }
        Assert.True(landed >= 1, "no worker was killed at work");
        gate.TheNextRunIsAsIfNothingHadBeen();
    }

    /// <param name="whom">A terminal interrupts both, and nobody knows which of them is first.</param>
    [Theory]
    [InlineData("the gate", 30, 60)]
    [InlineData("its worker", 50)]
    [InlineData("both", 50)]
    public void an_interrupted_gate_ends_with_130_and_leaves_nothing(string whom, params int[] percents)
    {
        Processes.AreInterruptible();
        var landed = 0;
        foreach (var moment in Moments(percents))
        {
            using var run = gate.Begin("whole");
            moment(run);
            if (gate.Workers() is not [var worker])
            {
                run.Wait();
                if (Path.Exists(gate.Place.In("whole"))) gate.Remove("whole");
                continue;
            }
            landed++;
            if (whom != "the gate") Processes.Signal("INT", worker);
            if (whom != "its worker") Processes.Signal("INT", run.Id);
            Assert.Equal(new Ran(130, "", "error: interrupted: nothing was written\n"), run.Wait());
            NothingIsThere();
        }
        Assert.True(landed >= 1, "no run was interrupted at work");
        if (whom == "the gate") gate.TheNextRunIsAsIfNothingHadBeen();
    }

    [Fact]
    public void a_suspension_typed_while_a_gate_runs_holds_in_what_it_seals()
    {
        Processes.AreSeen();
        for (var attempt = 1; ; attempt++)
        {
            using var run = gate.BeginNow("suspended");
            Processes.Until(() => gate.Workers().Count > 0, run);
            Assert.False(run.HasEnded);
            // The worker is at work: what it decides by was fixed before it was started.
            var suspension = gate.Place.Do("suspend", "--purpose", Place.Purpose, "--region", "GB", "--authority", "ICO").GetProperty("position").GetInt64();
            var isInBetween = !run.HasEnded;
            var (code, output, errors) = run.Wait();
            Assert.True(code is 0 or 3, errors);
            if (isInBetween)
            {
                Suspended(new Ran(code, output, errors), suspension);
                return;
            }
            Assert.True(attempt < 5, "every run was over before the suspension was recorded");
            gate.Remove("suspended");
            gate.Place.Do("lift", suspension.ToString(CultureInfo.InvariantCulture), "--override", "another try", "--by", "a test");
        }
    }

    private void Suspended(Ran ran, long suspension)
    {
        if (ran.Code == 3)
        {
            NothingIsThere("suspended");
            return;
        }
        var said = ran.Json();
        Assert.True(said.GetProperty("as_of").GetInt64() > suspension, "the run did not start over");
        Assert.True(said.GetProperty("by_reason").GetProperty($"suspended:{suspension}").GetInt64() > 0);
        var eligible = DataSet.Eligible(gate.Place.In("suspended"));
        Assert.NotEmpty(eligible);
        Assert.DoesNotContain("GB", eligible.Select(LongGate.RegionOfAuthor));
        Assert.Contains("GB", DataSet.Denied(gate.Place.In("suspended")).Where(denied => denied.Reason == $"suspended:{suspension}").Select(denied => LongGate.RegionOfAuthor(denied.Id)));
        gate.Place.Run("verify", "suspended").Ends(0);
        gate.Remove("suspended");
    }

    /// <summary>Moments of a run, in percent of the time that it takes, and the one at which it writes what is eligible. A run may be over by then.</summary>
    private IEnumerable<Action<Running>> Moments(params IEnumerable<int> percents) =>
    [
        .. percents.Select(percent => (Action<Running>)(run => run.Wait(gate.Took * percent / 100))),
        run => Processes.Until(gate.IsWriting, run),
    ];

    private void NothingIsThere(string name = "whole")
    {
        Assert.False(Path.Exists(gate.Place.In(name)));
        gate.NothingIsLeft();
    }
}
