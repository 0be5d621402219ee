using Headgate.Evidence;
using Headgate.Ledger;

namespace Headgate.Engine;

/// <summary>What a pack says in words about itself.</summary>
internal static class EvidenceTexts
{
    public const string NoApproval = "This pack shows what was done, by which rules, and when. It implies no approval by any authority, and no opinion that what was done is lawful.";

    public static string Readme(VerifierKey key, bool withPersonal) =>
        $"""
        # An evidence pack of Headgate

        {NoApproval}

        Open `{EvidenceLayout.Page}` to read it. Everything on that page that is not marked as *stated* is proved by the files beside it.

        ## Verify it yourself

        1. Get the ledger's public key from somewhere that you trust, not from this folder. The key that lies here is
           `{key}`
        2. Get `headgate-verify`, or build it from its source. It trusts nothing of the platform's, needs no network, and reads nothing but this folder.
        3. Run

               headgate-verify --key KEY THIS-FOLDER

           Exit code 0: it holds. 4: it does not, and it says which file. Any byte that was changed is found.
        4. That no public act is missing can be checked too, with a copy of the published log (served by the platform at `/checkpoint` and `/tile/…`):

               headgate-verify --key KEY THIS-FOLDER LOG-FOLDER

        ## What lies here

        | file | what |
        | --- | --- |
        | `{EvidenceLayout.Page}` | the page for people; needs no network |
        | `{EvidenceLayout.Account}` | the same as data: it follows from the acts alone, and the verifier makes it again |
        | `{EvidenceLayout.Acts}` | every public act: its entry in the log, its body, and the proof that it is in the log |
        | `{EvidenceLayout.Policies}` | the policies as they were published, word for word |
        | `{EvidenceLayout.DataSets}`, `{EvidenceLayout.Models}` | the signed accounts of data sets and models (DSSE) |
        | `{EvidenceLayout.Stated}` | what the company states beside its acts: whom notices reached, as counts. Nobody can prove this from the log without knowing who the people are |
        | `{EvidenceLayout.Checkpoint}`, `{EvidenceLayout.LedgerKeys}` | the log's signed size and root, and the keys that it was signed with |
        | `{EvidenceLayout.History}`, `{EvidenceLayout.Cosigned}` | earlier states of the log, proved to be its beginning, and what witnesses signed |
        {(withPersonal ? $"| `{EvidenceLayout.Personal}` | **statements about people**, each with its proof: treat this folder as personal data |\n" : "")}| `{EvidenceLayout.Manifest}` | the signed list of all of these |

        {(withPersonal ? "This pack speaks of people, because that was asked for." : "This pack speaks of nobody: no subject is in it, and of fewer than five people no count is given.")}

        The format, to the byte, is described in Headgate's `docs/evidence-format.md`.

        """;
}
