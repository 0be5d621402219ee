using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>Gives, renews and ends leases to train on sealed data sets (semantics.md, Permit). A permit and its end are public statements.</summary>
/// <param name="limits">What deciding the records again may use.</param>
/// <param name="work">Does a gate job: <see cref="WorkerProcess.Run"/>, or <see cref="GateWorker.Run(string, Action{GateProgress}, CancellationToken)"/> in this process.</param>
public sealed class PermitActs(Session session, Bounds limits, Func<string, Action<GateProgress>, CancellationToken, GateResult> work)
{
    private const int MostStarts = 10;

    private readonly PermitCheck check = new(session, limits, work);

    /// <param name="folder">The data set.</param>
    /// <param name="run">What the training run is called.</param>
    /// <exception cref="BadInputException">There is no data set, or a file that it needs is gone.</exception>
    /// <exception cref="RefusedException">The data set does not verify, or its records, decided now, may not be used.</exception>
    public PermitState Request(string folder, string run, Instant? recordedAt = null, CancellationToken cancellation = default)
    {
        if (run.Length == 0) throw new BadInputException("the run has no name", "give it one with `--run NAME`");
        var set = SealedDataSet.Verified(session, folder);
        if (set.Eligible.Count == 0) throw new RefusedException($"the data set in `{folder}` holds no records to train on", "gate content with `--out` and without `--verdicts-only`");
        for (var start = 1; ; start++)
        {
            using var reach = new ReachFolder(session);
            var moment = session.MomentOf(null, null);
            var finding = check.Run(set, moment, reach.Path, cancellation);
            if (finding.Against is { } against) throw new RefusedException($"no permit: records of the data set are denied now, {against}", "gate the content again; what may be used today is let through");
            var terms = session.PolicyInForce()!.Permits;
            var redoBy = RedoBy(finding, terms, LeftSince(set, moment, reach.Path));
            if (finding.Left is { } left && !(redoBy > moment.At))
                throw new RefusedException($"no permit: people of the data set have left ({left})", "gate the content again: they are left out");
            var overtaken = false;
            var appended = session.Store.Append(
                head =>
                {
                    overtaken = IsOvertaken(session.Store.Acts(head.Size), moment.AsOf);
                    if (overtaken) return [];
                    new PermitLease(moment.At + terms.Lease, moment.AsOf, moment.At, set.Folder, redoBy).Write(reach.Path);
                    reach.MoveTo(PermitLease.FolderOf(session, head.Size));
                    return [new NewStatement(new PermitGiven(Path.GetFileName(set.Folder), set.ManifestDigest, set.Manifest.Purpose, run, terms.Lease))];
                },
                session.Now, recordedAt);
            if (!overtaken) return Find(appended.First);
            if (start == MostStarts) throw new RefusedException("policies and suspensions came in again and again", "ask again when they have settled");
        }
    }

    /// <summary>Renews a lease, if its records may still be used. If not, the permit ends.</summary>
    /// <exception cref="BadInputException">There is no such permit.</exception>
    /// <exception cref="RefusedException">It is over, or ends now.</exception>
    public PermitState Renew(long id, CancellationToken cancellation = default)
    {
        for (var start = 1; ; start++)
        {
            var state = Find(id);
            if (state.Permit.EndReason is not null) throw Over(state);
            if (!state.IsActive) throw End(id, PermitState.Expired);
            var folder = PermitLease.FolderOf(session, id);
            var lease = PermitLease.Read(folder)!;
            var moment = session.MomentOf(null, null);
            using var reach = new ReachFolder(session);
            var renewed = lease with { AsOf = moment.AsOf, At = moment.At, Until = moment.At + state.Permit.Given.Lease };
            var isDecidedAgain = false;
            try
            {
                var set = SealedDataSet.Open(session, lease.DataSet);
                if (set.ManifestDigest != state.Permit.Given.ManifestDigest || set.Altered() is not null) throw End(id, "does-not-verify");
                if (!IsUnchanged(lease, moment, folder))
                {
                    isDecidedAgain = true;
                    var finding = check.Run(set, moment, reach.Path, cancellation);
                    if (finding.Against is { } against) throw End(id, against);
                    var terms = session.PolicyInForce()!.Permits;
                    renewed = renewed with { RedoBy = finding.Left is null ? null : lease.RedoBy ?? RedoBy(finding, terms, moment.At) };
                    if (finding.Left is { } left && terms.RedoWithin is null) throw End(id, left);
                }
            }
            catch (BadInputException)
            {
                throw End(id, "does-not-verify");
            }
            catch (UnknownPurposeException)
            {
                throw End(id, "no-purpose");
            }
            if (renewed.RedoBy <= moment.At) throw End(id, "not-redone");
            var again = false;
            session.Store.Append(
                head =>
                {
                    var acts = session.Store.Acts(head.Size);
                    again = IsOvertaken(acts, moment.AsOf) || Permit.All(acts).First(permit => permit.Position == id).Ending is not null;
                    if (again) return [];
                    if (isDecidedAgain) reach.MoveFilesTo(folder);
                    renewed.Write(folder);
                    return [];
                },
                session.Now);
            if (!again) return Find(id);
            if (start == MostStarts) throw new RefusedException("policies and suspensions came in again and again", "ask again when they have settled");
        }
    }

    /// <summary>Gives a permit back.</summary>
    /// <exception cref="BadInputException">There is no such permit.</exception>
    /// <exception cref="RefusedException">It is over already.</exception>
    public PermitState Close(long id)
    {
        if (Find(id) is { Permit.EndReason: not null } over) throw Over(over);
        Revoke(session, [id], PermitState.Closed);
        return Find(id);
    }

    /// <summary>Whether anything was recorded at or after a position that may change a verdict: a policy, a suspension, a lift, or what is not known to change none, such as an erasure.</summary>
    private static bool IsOvertaken(IReadOnlyList<Recorded> acts, long asOf) => acts.Any(act => act.Position >= asOf && !act.Statement.ChangesNoVerdict());

    /// <summary>Ends permits that have not ended yet.</summary>
    internal static void Revoke(Session session, IReadOnlyCollection<long> permits, string reason, Instant? recordedAt = null)
    {
        if (permits.Count == 0) return;
        session.Store.Append(
            head => Permit.All(session.Store.Acts(head.Size)).Where(permit => permit.Ending is null && permits.Contains(permit.Position))
                .Select(permit => new NewStatement(new PermitEnded(permit.Position, reason))).ToList(),
            session.Now, recordedAt);
        foreach (var permit in permits) ReachFolder.Remove(PermitLease.FolderOf(session, permit));
    }

    /// <summary>Whether nothing happened that could change what was decided: no act, no boundary in time, nothing about anybody in the data set.</summary>
    private bool IsUnchanged(PermitLease lease, Moment moment, string folder)
    {
        var acts = session.Store.Acts(moment.AsOf);
        if (IsOvertaken(acts, lease.AsOf) || lease.At.Date != moment.At.Date) return false;
        if (acts.Any(act => act.Statement is PolicyPublished && act.EffectiveAt > lease.At && act.EffectiveAt <= moment.At)) return false;
        var policy = Terms.PolicyInForce(acts, moment.At);
        if (policy is null || policy.Rules.SelectMany(rule => rule.When).SelectMany(condition => condition.Parts).OfType<TimeIs>().Any(time => time.Time > lease.At && time.Time <= moment.At)) return false;
        var changed = session.Store.SubjectsWithin(lease.AsOf, moment.AsOf);
        if (changed.Count == 0) return true;
        using var temp = new TempFolder(limits.Temp);
        using var known = DataSetReach.Open(folder, limits with { Temp = temp.Path });
        return known.Among(changed).Count == 0;
    }

    private static Instant? RedoBy(PermitFinding finding, PermitTerms terms, Instant since) =>
        finding.Left is null || terms.RedoWithin is not { } within ? null : since + within;

    /// <summary>Since when somebody may have left: the first choice or account of one of its people that was recorded after the seal; the seal, where that is not to be found.</summary>
    private Instant LeftSince(SealedDataSet set, Moment moment, string reach)
    {
        using var temp = new TempFolder(limits.Temp);
        using var known = DataSetReach.Open(reach, limits with { Temp = temp.Path });
        var since = known.Among(session.Store.SubjectsWithin(set.Manifest.Ledger.Size, moment.AsOf))
            .SelectMany(subject => session.Store.Of(subject, moment.AsOf))
            .Where(said => said.Position >= set.Manifest.Ledger.Size && said.Statement is (ChoiceMade { Choice: not Choice.Consented } or MemberDescribed { Status: not null }))
            .Select(said => (Instant?)said.RecordedAt).Min();
        return since ?? set.Manifest.At;
    }

    private PermitState Find(long id) =>
        PermitState.Find(session, id) ?? throw new BadInputException($"there is no permit `{id}`", "an id is the number that `headgate permit list` shows");

    private RefusedException End(long id, string reason)
    {
        Revoke(session, [id], reason);
        return Over(Find(id));
    }

    private static RefusedException Over(PermitState state) => new(
        state.Permit.EndReason switch
        {
            PermitState.Closed => $"permit `{state.Permit.Position}` was closed",
            PermitState.Expired => $"the lease of permit `{state.Permit.Position}` ended without having been renewed",
            var reason => $"permit `{state.Permit.Position}` was revoked: {reason}",
        },
        "training must stop; request a new permit");
}
