using System.CommandLine;
using Headgate.Engine;
using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate fsck</c></summary>
internal static class FsckCommand
{
    public static Command Build()
    {
        var mend = new Option<bool>("--mend") { Description = "first write again what is published and not as it should be: it follows from the database" };
        return Verb.Of("fsck", "Reads the whole ledger again and says what is wrong with it.", "headgate fsck", [mend], (parsed, output) => Check(parsed, output, parsed.GetValue(mend)));
    }

    private static int Check(ParseResult parsed, Output output, bool mend)
    {
        var folder = parsed.GetValue(Common.Ledger)!;
        if (!Directory.Exists(folder)) throw new BadInputException($"no ledger in `{folder}`", "run `headgate init` first, or give `--ledger DIR`");
        IReadOnlyList<string> mended = [];
        if (mend)
        {
            using var ledger = SqliteLedger.Open(folder, Passphrase.Given());
            mended = ledger.Mend();
        }
        foreach (var file in mended) output.Say($"{file}: written again");
        var problems = Output.WithProgress(show => Fsck.Check(folder, new Read(show), Passphrase.Given()));
        foreach (var problem in problems) output.Say($"{problem.Path}: {problem.Problem}");
        if (problems.Count == 0) output.Say($"the ledger in {folder} holds");
        output.Document(new { ok = problems.Count == 0, mended, problems = problems.Select(problem => new { path = problem.Path, problem = problem.Problem }) });
        return problems.Count == 0 ? 0 : 4;
    }

    private sealed class Read(Action<GateProgress> show) : IProgress<long>
    {
        public void Report(long value) => show(new("reading the ledger", null, value));
    }
}
