using Headgate.Benchmarks;
using Headgate.Benchmarks.Decide;
using Headgate.Benchmarks.Gate;
using Headgate.Benchmarks.Http;
using Headgate.Benchmarks.Ledger;
using Headgate.Benchmarks.Lineage;
using Headgate.Benchmarks.Policies;
using Headgate.Benchmarks.Suggest;
using Headgate.Engine;

return args switch
{
    [GateWorker.Command, var job] => Usage.Note(job, () => GateWorker.Run(job, Console.In, Console.Out)),
    [PlainCopy.Command, var folder] => Usage.Note(folder, () => PlainCopy.Run(folder)),
    ["gate", .. var rest] => GateBenchmark.Run(new Options(rest)),
    ["kernel", ..] => KernelBenchmark.Run(),
    ["start", .. var rest] => StartBenchmark.Run(new Options(rest)),
    ["ledger", "bulk", .. var rest] => BulkAppend.Run(new Options(rest)),
    ["ledger", "single", .. var rest] => SingleObjections.Run(new Options(rest)),
    ["ledger", "large", .. var rest] => LargeLedger.Run(new Options(rest)),
    ["policy", .. var rest] => PolicyBenchmark.Run(new Options(rest)),
    ["http", "soak", .. var rest] => SoakBenchmark.Run(new Options(rest)),
    ["http", "pages", .. var rest] => PagesBenchmark.Run(new Options(rest)),
    ["http", .. var rest] => HttpBenchmark.Run(new Options(rest)),
    ["suggest", "speed", .. var rest] => SpeedBenchmark.Run(new Options(rest)),
    ["suggest", .. var rest] => QualityBenchmark.Run(new Options(rest)),
    ["lineage", .. var rest] => LineageBenchmark.Run(new Options(rest)),
    ["campaign", .. var rest] => CampaignBenchmark.Run(new Options(rest)),
    ["impact", .. var rest] => ImpactBenchmark.Run(new Options(rest)),
    ["decide", .. var rest] => DecideBenchmarks.Run(rest),
    _ => Options.Help(),
};
