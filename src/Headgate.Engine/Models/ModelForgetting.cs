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
    private const string LockName = "models.lock";

    /// <summary>Those in a model who are to be forgotten for one of some reasons, and whom the ledger knows nothing of any more.</summary>
    public IReadOnlySet<string> Find(string folder, ForgettingScope scope, CancellationToken cancellation)
    {
        Complete(session, folder);
        var model = ModelFolder.Open(session, folder);
        var within = work.PeopleOf(model.Folder);
        var moment = session.MomentOf(null, null);
        var policy = session.PolicyInForce();
        var codes = scope.Regions.Count == 0 ? [] : SuspensionActs.Codes(scope.Regions, policy);
        var names = KnownPeople.NamesOf(session, model.Manifest.Purpose);
        var terms = new Terms(policy, Terms.PausesInForce(session.Store.Acts(moment.AsOf), policy, moment.At), policy?.Purposes.GetValueOrDefault(model.Manifest.Purpose) ?? new Purpose(model.Manifest.Purpose, null, null, null, null), moment.At);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (subject, statements) in session.Store.BySubject(moment.AsOf))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!within.Contains(subject.Value)) continue;
            known.Add(subject.Value);
            var standing = StandingFold.At(statements, moment.At);
            // Whose region is not known may be from there.
            var isThere = scope.Regions.Count > 0 && (codes is null || standing is null || standing.Regions.Count == 0 || standing.Regions.Any(region => !region.IsUnderstood || codes.Contains(region.Code)));
            var hasLeft = scope.Left && KnownPeople.HasLeft(standing, statements, names, model.Manifest.Ledger.Size);
            if (isThere || hasLeft || (scope.Paused && IsPaused(terms, standing))) found.Add(subject.Value);
        }
        // Of whom the ledger knows nothing any more, such as somebody who was erased.
        found.UnionWith(within.Where(person => !known.Contains(person)));
        return found;
    }

    /// <summary>Whether a suspension in force matches somebody. Where it names a service or a time of collection it may: a model does not know them of what it learnt.</summary>
    private static bool IsPaused(Terms terms, Standing? standing)
    {
        if (terms.Suspensions.Count == 0) return false;
        if (standing is null || standing.Regions.Count == 0) return true;
        return standing.Regions.Any(region => !region.IsUnderstood || terms.Suspensions.Any(suspension => suspension.Test(new(terms, standing, region, new Record { IsCollectedUnknown = true })).MayHold));
    }

    /// <exception cref="BadInputException">There is no model.</exception>
    /// <exception cref="RefusedException">It does not verify.</exception>
    public ForgettingOutcome Run(string folder, IReadOnlySet<string> people, CancellationToken cancellation)
    {
        using var held = Hold(session) ?? throw new RefusedException("another process is making a model of this ledger forget", "try again when it has ended");
        Finish(session, folder);
        var old = ModelFolder.Open(session, folder);
        var place = old.Folder;
        var aside = AsideOf(place);
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        var isOwed = false;
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
            var appended = session.Store.Append([new NewStatement(new ModelForgot(Path.GetFileName(place), old.ManifestDigest, digest, found, records), null, Path.GetFullPath(place))], session.Now);
            isOwed = true;
            FolderExchange.Swap(place, aside);
            isOwed = false;
            return new(old.ManifestDigest, digest, found, records, appended.First, manifest);
        }
        finally
        {
            // What the ledger has said already is put in place by whoever comes next.
            if (!isOwed && Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Puts the new model in its place where a process was killed after the ledger had said so.</summary>
    public static void Complete(Session session, string folder)
    {
        var place = Path.GetFullPath(folder);
        if (Directory.Exists(place) && !Directory.Exists(AsideOf(place)) && !FolderExchange.IsCutShort(place)) return;
        // Whoever is at it completes it.
        using var held = Hold(session);
        if (held is not null) Finish(session, folder);
    }

    private static void Finish(Session session, string folder)
    {
        var place = Path.GetFullPath(folder);
        var aside = AsideOf(place);
        FolderExchange.Mend(place, aside);
        if (!Directory.Exists(aside)) return;
        var (now, next) = (ModelFolder.DigestOf(place), ModelFolder.DigestOf(aside));
        if (now is not null && next is not null && session.Store.Acts(session.Store.Head.Size).Any(act => act.Statement is ModelForgot forgot && forgot.Before == now && forgot.After == next)) FolderExchange.Swap(place, aside);
    }

    /// <summary>Keeps others from changing models of this ledger meanwhile; null where somebody does.</summary>
    private static FileStream? Hold(Session session)
    {
        try
        {
            return new FileStream(Path.Combine(session.Folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string AsideOf(string place) => Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.forgetting");
}

/// <summary>Whom of a model's people to look for.</summary>
/// <param name="Regions">Everybody who claims one of these codes or groups, as a suspension names them, or whose region is not known.</param>
/// <param name="Left">Everybody who objected, took a consent back or is not active any more.</param>
/// <param name="Paused">Everybody whom a suspension of the model's purpose denies now.</param>
public sealed record ForgettingScope(IReadOnlyList<string> Regions, bool Left = false, bool Paused = false)
{
    public bool IsEmpty => Regions.Count == 0 && !Left && !Paused;
}
