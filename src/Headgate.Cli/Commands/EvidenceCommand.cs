using System.CommandLine;
using System.Globalization;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate evidence</c></summary>
internal static class EvidenceCommand
{
    public static Command Build()
    {
        var place = new Option<string>("--out") { Description = "where the pack is to lie", HelpName = "PACK", Required = true };
        var region = new Option<string?>("--region") { Description = "limit what is regional to this code or group", HelpName = "R" };
        var personal = new Option<bool>("--with-personal") { Description = "put what was stated of people in it too, and exact counts: the pack is then personal data" };
        return Verb.Of(
            "evidence", "Writes what a regulator may ask for, each part with its proof: policies, pauses, concerns, data sets, permits, models, the log. It implies no approval.",
            "headgate evidence --out evidence-2025", [place, region, personal], (parsed, output, cancellation) =>
            {
                using var session = Common.Open(parsed);
                var outcome = EvidencePack.Write(session, new(parsed.GetValue(region), parsed.GetValue(personal)), parsed.GetValue(place)!, cancellation);
                Say(output, outcome);
                output.Document(new
                {
                    @out = outcome.Out,
                    page = Path.Combine(outcome.Out, Headgate.Evidence.EvidenceLayout.Page),
                    size = outcome.Size,
                    acts = outcome.Acts,
                    left_out = outcome.LeftOut,
                    not_found = outcome.NotFound,
                    people = outcome.People,
                    figures = outcome.Figures,
                });
                return 0;
            });
    }

    private static void Say(Output output, EvidenceOutcome outcome)
    {
        output.Say(Text($"{outcome.Acts:N0} public acts of a ledger of {outcome.Size:N0} statements, each with its proof, lie in {outcome.Out}"));
        if (outcome.LeftOut > 0) output.Say(Text($"{outcome.LeftOut:N0} acts that concern other regions alone are left out"));
        if (outcome.NotFound.Count > 0) output.Say($"signed manifests that do not lie where they were sealed: {string.Join(", ", outcome.NotFound)}");
        if (outcome.People > 0) output.Say(Text($"it holds {outcome.People:N0} statements about people: treat it as personal data"));
        output.Say($"to read it: {Path.Combine(outcome.Out, Headgate.Evidence.EvidenceLayout.Page)}");
        output.Say($"to check it: headgate verify {outcome.Out}");
        output.Say("it implies no approval by anybody");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
