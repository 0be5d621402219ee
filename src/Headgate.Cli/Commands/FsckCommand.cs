using System.CommandLine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate fsck</c></summary>
internal static class FsckCommand
{
    public static Command Build() => Verb.Of("fsck", "Reads the whole ledger again and says what is wrong with it.", "headgate fsck", [], (parsed, output) =>
    {
        var folder = parsed.GetValue(Common.Ledger)!;
        if (!Directory.Exists(folder)) throw new BadInputException($"no ledger in `{folder}`", "run `headgate init` first, or give `--ledger DIR`");
        var problems = Output.WithProgress(show => Fsck.Check(folder, new Read(show), Passphrase.Given()));
        foreach (var problem in problems) output.Say($"{problem.Path}: {problem.Problem}");
        if (problems.Count == 0) output.Say($"the ledger in {folder} holds");
        output.Document(new { ok = problems.Count == 0, problems = problems.Select(problem => new { path = problem.Path, problem = problem.Problem }) });
        return problems.Count == 0 ? 0 : 4;
    });

    private sealed class Read(Action<GateProgress> show) : IProgress<long>
    {
        public void Report(long value) => show(new("reading the ledger", null, value));
    }
}
