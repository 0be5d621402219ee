using System.Security.Cryptography;
using System.Text;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What shall be trained.</summary>
/// <param name="DataSet">The folder of the sealed data set.</param>
/// <param name="Out">Where the model is to lie.</param>
/// <param name="Permit">An active permit on the data set; null where one shall be requested.</param>
/// <param name="Names">Display names that the model must not learn, besides the identifiers that the ledger knows.</param>
public sealed record ModelRequest(string DataSet, string Out, string Purpose, long? Permit, IReadOnlyList<string> Names);

/// <summary>What came of training or forgetting.</summary>
/// <param name="Position">Of the statement that records it.</param>
/// <param name="Skipped">Records that were left out: their people have left since the seal, or what they derive from was not found.</param>
public sealed record ModelOutcome(string Out, ModelManifest Manifest, string ManifestDigest, long Position, long Skipped, ModelSums Sums);

/// <summary>Trains a model under a permit: only on a data set that verifies, for its purpose, and only as long as the permit holds.</summary>
public sealed class ModelTraining(Session session, Func<Session, PermitActs> permits, ModelWork work, Bounds limits)
{
    private const int MostStarts = 10;

    /// <exception cref="BadInputException">There is no such data set, or the place is taken.</exception>
    /// <exception cref="RefusedException">It may not be trained on, or no longer; no model is left.</exception>
    public ModelOutcome Run(ModelRequest request, Action<ModelProgress> report, CancellationToken cancellation)
    {
        using var aside = new AsideFolder(request.Out);
        report(new("verifying the data set", 0, null));
        var set = SealedDataSet.Verified(session, request.DataSet);
        if (set.Manifest.Purpose != request.Purpose)
            throw new RefusedException($"the data set was gated for `{set.Manifest.Purpose}`, not for `{request.Purpose}`", "gate the content for this purpose");
        var state = request.Permit is { } id ? Given(id, set) : permits(session).Request(request.DataSet, $"train {Path.GetFileName(Path.GetFullPath(request.Out))}", cancellation: cancellation);
        using var resuming = new TrainingFolder(request.Out);
        try
        {
            using var held = new HeldPermit(session, state, permits, cancellation);
            try
            {
                var people = KnownPeople.Of(session, request.Purpose, set.Manifest.Ledger.Size, session.MomentOf(null, null), held.Token);
                var names = people.Ids.Concat(request.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                var namesDigest = Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', names)));
                resuming.Begin($"{set.ManifestDigest}\n{namesDigest.ToHex()}\n{Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', people.Left.Order(StringComparer.Ordinal)))).ToHex()}");
                var skipped = 0L;
                using var temp = new TempFolder(limits.Temp);
                var sums = work.Train(Texts(set, people.Left, temp.Path, () => skipped++, held.Token), names, aside.Path, resuming.Path, report, held.Token);
                held.Token.ThrowIfCancellationRequested();
                return Seal(request, set, state.Permit.Position, sums, namesDigest, aside, held.Token) with { Skipped = skipped };
            }
            catch (Exception fault) when (held.Token.IsCancellationRequested && fault is not (RefusedException or BadInputException))
            {
                // What is stopped in the middle may say so in its own way.
                if (held.Ended is not { } reason) throw new OperationCanceledException("training was interrupted", fault, cancellation);
                throw new RefusedException($"training stopped, and no model is left: permit `{state.Permit.Position}` ended: {reason}", "gate the content again, and train on what may be used now");
            }
        }
        finally
        {
            // What a killed run leaves is for the next one; what ends by itself leaves nothing.
            resuming.Clear();
            if (request.Permit is null) Close(state.Permit.Position);
        }
    }

    private IEnumerable<EligibleText> Texts(SealedDataSet set, IReadOnlySet<string> left, string temp, Action skip, CancellationToken cancellation)
    {
        var files = ContentFiles.Find(set.Content);
        var digests = set.Eligible.ToDictionary(output => Path.Combine(set.Folder, output.Path), output => output.Sha256.ToHex(), StringComparer.Ordinal);
        foreach (var input in set.Manifest.Inputs.Where(input => input.Role is InputRole.Sources or InputRole.Edges)) digests[input.Path] = input.Sha256.ToHex();
        var map = set.Map is { } path ? ContentMap.Read(File.ReadAllText(path), path) : ContentMap.Default;
        foreach (var text in EligibleTexts.Read(files, ContentFiles.Find(set.Sources), ContentFiles.Find(set.Edges), digests, map, limits with { Temp = temp }, lost =>
        {
            for (; lost > 0; lost--) skip();
        }, cancellation))
        {
            if (left.Contains(text.Author) || text.Others.Any(left.Contains)) skip();
            else yield return text;
        }
    }

    private PermitState Given(long id, SealedDataSet set)
    {
        var state = permits(session).Renew(id);
        return state.Permit.Given.ManifestDigest == set.ManifestDigest ? state
            : throw new RefusedException($"permit `{id}` is for the data set `{state.Permit.Given.DataSet}`, not for this one", "request one for this data set");
    }

    /// <summary>Seals the model, if the permit holds at that very moment.</summary>
    private ModelOutcome Seal(ModelRequest request, SealedDataSet set, long permit, ModelSums sums, Digest names, AsideFolder aside, CancellationToken cancellation)
    {
        var outputs = ModelFolder.Outputs(aside.Path);
        for (var start = 1; start <= MostStarts; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            permits(session).Renew(permit, cancellation);
            var moment = session.MomentOf(null, null);
            var acts = session.Store.Acts(moment.AsOf);
            var manifest = new ModelManifest
            {
                Purpose = request.Purpose,
                Ledger = session.Store.Checkpoint(moment.AsOf),
                At = moment.At,
                Policy = Gating.Reference(Terms.PolicyInForce(acts, moment.At), acts, moment.At),
                DataSets = [new(Path.GetFileName(set.Folder), Digest.Of(set.Manifest.ToPayload()), sums.Records)],
                Permit = permit,
                Account = new(sums.Authors, sums.Records, sums.Words, sums.Wordings, sums.People, sums.Order, names),
                Forgotten = 0,
                Outputs = outputs,
                Engine = new("headgate", Gating.Version),
            };
            var digest = Convert.ToHexStringLower(SHA256.HashData(manifest.ToPayload()));
            File.WriteAllBytes(Path.Combine(aside.Path, ModelFolder.ManifestName), manifest.Sign(session.Store.Signer).ToBytes());
            var name = Path.GetFileName(Path.GetFullPath(request.Out));
            var overtaken = false;
            using var claim = aside.Claim();
            var appended = session.Store.Append(
                head =>
                {
                    overtaken = session.Store.Acts(head.Size).Any(act => act.Position >= moment.AsOf && act.Statement is (PolicyPublished or Suspended or Lifted or PermitEnded));
                    return overtaken ? [] : [new NewStatement(new ModelTrained(name, request.Purpose, digest, permit, sums.Records, sums.Authors), null, Path.GetFullPath(request.Out))];
                },
                session.Now);
            if (overtaken) continue;
            aside.MoveIntoPlace();
            return new(request.Out, manifest, digest, appended.First, 0, sums);
        }
        throw new RefusedException("policies and suspensions came in again and again while the model was sealed", "train again when they have settled");
    }

    private void Close(long permit)
    {
        try
        {
            permits(session).Close(permit);
        }
        catch (RefusedException)
        {
            // It ended by itself.
        }
    }
}
