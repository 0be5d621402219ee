namespace Headgate.Engine;

/// <summary>A permit as it stands now.</summary>
/// <param name="State"><c>active</c>, <c>expired</c>, <c>closed</c> or <c>revoked</c>.</param>
/// <param name="Until">Until when the lease holds; null where it does not.</param>
/// <param name="RedoBy">When the work must have been redone without those who left; null where nobody did, or the permit is over.</param>
public sealed record PermitState(Permit Permit, string State, Instant? Until, Instant? RedoBy)
{
    public const string Closed = "closed";
    public const string Expired = "expired";

    public bool IsActive => Until is not null;

    /// <summary>Every permit of the ledger, in order of position.</summary>
    public static IReadOnlyList<PermitState> All(Session session)
    {
        var moment = session.MomentOf(null, null);
        return [.. Permit.All(session.Store.Acts(moment.AsOf)).Select(permit => Of(session, permit, moment.At))];
    }

    /// <summary>One permit as it stands now.</summary>
    /// <param name="id">Its position.</param>
    /// <returns>Null where there is none.</returns>
    public static PermitState? Find(Session session, long id)
    {
        var moment = session.MomentOf(null, null);
        return Permit.All(session.Store.Acts(moment.AsOf)).FirstOrDefault(permit => permit.Position == id) is { } permit ? Of(session, permit, moment.At) : null;
    }

    internal static PermitState Of(Session session, Permit permit, Instant at) => permit.EndReason switch
    {
        Closed => new(permit, Closed, null, null),
        Expired => new(permit, Expired, null, null),
        { } => new(permit, "revoked", null, null),
        null => PermitLease.Read(PermitLease.FolderOf(session, permit.Position)) is { } lease && at < lease.Until
            ? new(permit, "active", lease.Until, lease.RedoBy)
            : new(permit, Expired, null, null),
    };
}
