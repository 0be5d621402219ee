using System.Globalization;
using System.Security.Cryptography;
using Headgate.Gate;
using Headgate.Ledger;
using Headgate.Manifest;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What forgetting came to.</summary>
/// <param name="Before">The digest of the manifest before.</param>
/// <param name="After">The digest of the manifest after; the same where nobody was in the model.</param>
/// <param name="People">How many of those who were to be forgotten were in the model.</param>
/// <param name="Position">Of the statement that records it; null where nothing changed.</param>
public sealed record ForgettingOutcome(string Before, string After, long People, long Records, long? Position, ModelManifest Manifest);

/// <summary>Makes a model forget: the one that never saw some people takes its place, and the ledger says so.</summary>
public sealed class ModelForgetting(Session session, ModelWork work)
{
    /// <summary>Everybody in a model who claims one of some regions, and where asked everybody who objected or is not active any more.</summary>
    /// <param name="regions">Codes and groups as a suspension names them.</param>
    public IReadOnlySet<string> Find(string folder, IReadOnlyList<string> regions, bool thoseWhoLeft, CancellationToken cancellation)
    {
        var model = ModelFolder.Open(session, folder);
        var within = work.PeopleOf(model.Folder);
        var moment = session.MomentOf(null, null);
        var codes = regions.Count == 0 ? [] : SuspensionActs.Codes(regions, session.PolicyInForce());
        var names = KnownPeople.NamesOf(session, model.Manifest.Purpose);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (subject, statements) in session.Store.BySubject(moment.AsOf))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!within.Contains(subject.Value)) continue;
            known.Add(subject.Value);
            var standing = StandingFold.At(statements, moment.At);
            // Whose region is not known may be from there.
            var isThere = regions.Count > 0 && (codes is null || standing is null || standing.Regions.Count == 0 || standing.Regions.Any(region => !region.IsUnderstood || codes.Contains(region.Code)));
            var hasLeft = thoseWhoLeft && KnownPeople.HasLeft(standing, statements, names, model.Manifest.Ledger.Size);
            if (isThere || hasLeft) found.Add(subject.Value);
        }
        // Of whom the ledger knows nothing any more, such as somebody who was erased.
        found.UnionWith(within.Where(person => !known.Contains(person)));
        return found;
    }

    /// <exception cref="BadInputException">There is no model.</exception>
    /// <exception cref="RefusedException">It does not verify.</exception>
    public ForgettingOutcome Run(string folder, IReadOnlySet<string> people, CancellationToken cancellation)
    {
        var old = ModelFolder.Open(session, folder);
        var place = old.Folder;
        var aside = Path.Combine(Path.GetDirectoryName(place)!, string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(place)}.{Environment.ProcessId}.forgetting"));
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        try
        {
            var (sums, found, records) = work.Forget(place, people, aside, cancellation);
            if (found == 0) return new(old.ManifestDigest, old.ManifestDigest, 0, 0, null, old.Manifest);
            var outputs = ModelFolder.Outputs(aside);
            var head = session.Store.Head.Size;
            var account = old.Manifest.Account;
            var manifest = old.Manifest with
            {
                Ledger = session.Store.Checkpoint(head),
                At = session.MomentOf(null, null).At,
                DataSets = [.. old.Manifest.DataSets.Select(set => set with { Records = old.Manifest.DataSets.Count == 1 ? sums.Records : set.Records })],
                Account = account with { Authors = sums.Authors, Records = sums.Records, Words = sums.Words, Wordings = sums.Wordings },
                Forgotten = found,
                Outputs = outputs,
                Engine = new("headgate", Gating.Version),
                Previous = Digest.Of(old.Manifest.ToPayload()),
            };
            var digest = Convert.ToHexStringLower(SHA256.HashData(manifest.ToPayload()));
            File.WriteAllBytes(Path.Combine(aside, ModelFolder.ManifestName), manifest.Sign(session.Store.Signer).ToBytes());
            File.Copy(Path.Combine(place, ModelFolder.ManifestName), Path.Combine(aside, ModelFolder.PreviousName));
            cancellation.ThrowIfCancellationRequested();
            var appended = session.Store.Append([new NewStatement(new ModelForgot(Path.GetFileName(place), old.ManifestDigest, digest, found, records))], session.Now);
            Exchange(aside, place);
            Places.Note(session, digest, place);
            return new(old.ManifestDigest, digest, found, records, appended.First, manifest);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Puts the new model in the place of the old one, which goes.</summary>
    private static void Exchange(string aside, string place)
    {
        var gone = $"{aside}.old";
        Directory.Move(place, gone);
        Directory.Move(aside, place);
        Directory.Delete(gone, recursive: true);
    }
}
