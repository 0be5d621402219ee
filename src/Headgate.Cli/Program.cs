using System.CommandLine;
using Headgate.Cli;
using Headgate.Cli.Commands;
using Headgate.Engine;

if (args is [GateWorker.Command, var job]) return GateWorker.Run(job, Console.In, Console.Out);

var root = new Command("headgate", "Decides for every record and every person in it whether it may be used to train AI, says why, and leaves proof.")
{
    DemoCommand.Build(),
    ScenarioCommand.Build(),
    InitCommand.Build(),
    MembersCommand.Build(),
    ChoicesCommand.Build(),
    ChooseCommand.Build("object", Headgate.Choice.Objected, "Records that somebody objects to a purpose."),
    ChooseCommand.Build("consent", Headgate.Choice.Consented, "Records that somebody consents to a purpose."),
    ChooseCommand.Build("unset", Headgate.Choice.Unset, "Records that somebody takes a choice back."),
    NoticeCommand.Build(),
    CampaignCommand.Build(),
    SuspendCommand.Build(),
    LiftCommand.Build(),
    ConcernCommand.Build(),
    PolicyCommand.Build(),
    GateCommand.Build(),
    RecheckCommand.Build(),
    ExplainCommand.Build(),
    PermitCommand.Build(),
    TrainCommand.Build(),
    SuggestCommand.Build(),
    ForgetCommand.Build(),
    TraceCommand.Build(),
    TasksCommand.Build(),
    LineageCommand.Build(),
    RecipientCommand.Build(),
    RequestCommand.Build(),
    OutsiderCommand.Build(),
    DraftCommand.Build(),
    ReceiptCommand.Build(),
    VerifyCommand.Build(),
    EvidenceCommand.Build(),
    FsckCommand.Build(),
    ServeCommand.Build(),
    ReplayCommand.Build(),
    WitnessCommand.Build(),
    KeyCommand.Build(),
    EraseCommand.Build(),
    DoctorCommand.Build(),
};
root.Options.Add(Common.Ledger);
root.Options.Add(Common.Json);
return Verb.Run(root, args);
