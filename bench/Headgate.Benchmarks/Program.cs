using Headgate.Benchmarks;
using Headgate.Benchmarks.Decide;
using Headgate.Benchmarks.Gate;
using Headgate.Benchmarks.Http;
using Headgate.Benchmarks.Ledger;
using Headgate.Benchmarks.Policies;
using Headgate.Engine;

return args switch
{
    [GateWorker.Command, var job] => Usage.Note(job, () => GateWorker.Run(job, Console.In, Console.Out)),
    [PlainCopy.Command, var folder] => Usage.Note(folder, () => PlainCopy.Run(folder)),
    ["gate", .. var rest] => GateBenchmark.Run(new Options(rest)),
    ["start", .. var rest] => StartBenchmark.Run(new Options(rest)),
    ["ledger", .. var rest] => LedgerBenchmark.Run(new Options(rest)),
    ["policy", .. var rest] => PolicyBenchmark.Run(new Options(rest)),
    ["http", .. var rest] => HttpBenchmark.Run(new Options(rest)),
    ["decide", .. var rest] => DecideBenchmarks.Run(rest),
    _ => Options.Help(),
};
