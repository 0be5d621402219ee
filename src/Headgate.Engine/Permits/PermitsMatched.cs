using Headgate.Gate;

namespace Headgate.Engine;

/// <summary>Which permits a suspension reaches (semantics.md, Permit): those on a data set one of whose records it matches. What cannot be known is taken for a match.</summary>
internal static class PermitsMatched
{
    /// <param name="policy">The policy in force.</param>
    /// <returns>The positions of permits that hold now.</returns>
    public static IReadOnlyList<long> By(Session session, Suspended suspended, Policy? policy)
    {
        var moment = session.MomentOf(null, null);
        var active = Permit.All(session.Store.Acts(moment.AsOf))
            .Where(permit => permit.Ending is null && PermitState.Of(session, permit, moment.At).IsActive && IsOf(permit.Given.Purpose, suspended.Purpose, policy)).ToList();
        if (active.Count == 0) return [];
        using var temp = new TempFolder();
        var bounds = new Bounds(MemorySize.Megabytes(512), 2, temp.Path);
        return [.. active.Where(permit => Matches(session, permit, suspended, policy, moment, bounds)).Select(permit => permit.Position)];
    }

    private static bool IsOf(string purpose, string suspended, Policy? policy) =>
        purpose == suspended || policy?.Purposes.GetValueOrDefault(purpose) is not { } known || !policy.Purposes.ContainsKey(suspended) || known.IsWithin(suspended);

    private static bool Matches(Session session, Permit permit, Suspended suspended, Policy? policy, Moment moment, Bounds bounds)
    {
        var folder = PermitLease.FolderOf(session, permit.Position);
        if (PermitLease.Read(folder) is not { } lease) return true;
        try
        {
            using var reach = DataSetReach.Open(folder, bounds);
            return reach.Matches(suspended.Regions, suspended.Service, policy?.Services ?? (IReadOnlyCollection<string>)[], suspended.CollectedFrom, suspended.CollectedTo)
                || reach.Among(session.Store.SubjectsWithin(lease.AsOf, moment.AsOf)).Any(subject => HasMoved(session, subject, suspended, moment));
        }
        catch (BadInputException)
        {
            return true;
        }
    }

    /// <summary>Whether somebody of whom something was said since the records were decided claims one of the regions now.</summary>
    private static bool HasMoved(Session session, SubjectId subject, Suspended suspended, Moment moment) =>
        suspended.Regions is not { } regions
        || StandingFold.At(session.Store.Of(subject, moment.AsOf), moment.At) is not { } standing
        || standing.Regions.Any(region => !region.IsUnderstood || regions.Contains(region.Code));
}
