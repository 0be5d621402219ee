namespace Headgate.Evidence;

/// <summary>What follows from the public acts of a pack and from nothing else, so that whoever has the acts can make it again (docs/evidence-format.md, The account).</summary>
/// <param name="Acts">In order of position.</param>
/// <param name="At">States, such as an overdue answer, are as of then.</param>
public sealed record EvidenceAccount(IReadOnlyList<Recorded> Acts, Instant At)
{
    /// <summary>The policies as they were published, in order of position.</summary>
    public IReadOnlyList<Recorded> Policies { get; } = Of<PolicyPublished>(Acts);

    public IReadOnlyList<SuspensionAccount> Suspensions { get; } = [.. Of<Suspended>(Acts).Select(act => SuspensionAccount.Of(act, Acts))];

    public ConcernAccount Concerns { get; } = ConcernAccount.At(Acts, At);

    public IReadOnlyList<Recorded> DataSets { get; } = Of<DataSetSealed>(Acts);

    public IReadOnlyList<Permit> Permits { get; } = Permit.All(Acts);

    /// <summary>Models as they were trained.</summary>
    public IReadOnlyList<Recorded> Models { get; } = Of<ModelTrained>(Acts);

    /// <summary>What models were made to forget.</summary>
    public IReadOnlyList<Recorded> Forgettings { get; } = Of<ModelForgot>(Acts);

    /// <summary>Data sets that were given to others, each with what they were told since and what they answered.</summary>
    public IReadOnlyList<DisclosureAccount> Disclosures { get; } = [.. Of<DataSetDisclosed>(Acts).Select(act => DisclosureAccount.Of(act, Acts))];

    public IReadOnlyList<Recorded> Erasures { get; } = Of<Erased>(Acts);

    public IReadOnlyList<Recorded> KeyChanges { get; } = Of<KeyChanged>(Acts);

    /// <summary>The numbers that the page shows, by name.</summary>
    public IReadOnlyDictionary<string, long> Figures() => new SortedDictionary<string, long>(StringComparer.Ordinal)
    {
        ["commitments"] = Concerns.Commitments.Count,
        ["commitments-overdue"] = Concerns.Commitments.Count(one => one.IsOverdue(At)),
        ["concerns"] = Concerns.Concerns.Count,
        ["concerns-open"] = Concerns.Concerns.Count(one => one.IsOpen),
        ["data-sets"] = DataSets.Count,
        ["disclosures"] = Disclosures.Count,
        ["erasures"] = Erasures.Count,
        ["forgettings"] = Forgettings.Count,
        ["models"] = Models.Count,
        ["overrides"] = Acts.Count(act => act.Statement is PolicyPublished { Override: not null } or Lifted { Override: not null }),
        ["permits"] = Permits.Count,
        ["permits-revoked"] = Permits.Count(permit => permit.EndReason is not (null or "closed" or "expired")),
        ["policies"] = Policies.Count,
        ["suspensions"] = Suspensions.Count,
        ["suspensions-in-force"] = Suspensions.Count(one => one.IsInForce),
    };

    /// <summary>The account as canonical JSON, ended by a newline. Equal acts and times give equal bytes.</summary>
    public byte[] ToBytes() => EvidenceAccountJson.Write(this);

    private static IReadOnlyList<Recorded> Of<T>(IReadOnlyList<Recorded> acts) => [.. acts.Where(act => act.Statement is T)];
}

/// <summary>A data set that was given to somebody else, and what they were told since.</summary>
/// <param name="Act">A <see cref="DataSetDisclosed"/>.</param>
/// <param name="Told">Each a <see cref="RecipientTold"/>, in order of position.</param>
/// <param name="Acknowledged">Each a <see cref="RecipientAcknowledged"/>, in order of position.</param>
public sealed record DisclosureAccount(Recorded Act, IReadOnlyList<Recorded> Told, IReadOnlyList<Recorded> Acknowledged)
{
    internal static DisclosureAccount Of(Recorded act, IReadOnlyList<Recorded> acts)
    {
        List<Recorded> told = [.. acts.Where(other => other.Statement is RecipientTold one && one.Disclosure == act.Position)];
        return new(act, told, [.. acts.Where(other => other.Statement is RecipientAcknowledged one && told.Exists(before => before.Position == one.Told))]);
    }
}

/// <summary>A suspension and what became of it, as far as public acts tell.</summary>
/// <param name="Act">A <see cref="Suspended"/>; its position is its id.</param>
/// <param name="Lifts">Each a <see cref="Lifted"/>, in order of position.</param>
/// <param name="Revoked">The ends of the permits that it revoked, in order of position.</param>
/// <param name="Held">What was measured of how soon it held, each a <see cref="Headgate.TookHold"/>.</param>
public sealed record SuspensionAccount(Recorded Act, IReadOnlyList<Recorded> Lifts, IReadOnlyList<Recorded> Revoked, IReadOnlyList<Recorded> Held)
{
    public Suspended Suspended => (Suspended)Act.Statement;

    /// <summary>Whether it holds for anybody: a lift after a notice leaves it in force for those who were not told.</summary>
    public bool IsInForce => Lifts is not [.., { Statement: Lifted { After: null } }];

    /// <summary>After how long nothing could be allowed any more: the longest that was measured; null where nothing was.</summary>
    public TimeSpan? TookHold => Held.Count == 0 ? null : Held.Max(act => ((TookHold)act.Statement).Took);

    /// <summary>How long after it the last of the permits that it revoked had ended; null where it revoked none.</summary>
    public TimeSpan? LastRevokedAfter => Revoked.Count == 0 ? null : TimeSpan.FromMicroseconds(Revoked.Max(end => end.RecordedAt.Microseconds) - Act.RecordedAt.Microseconds);

    internal static SuspensionAccount Of(Recorded act, IReadOnlyList<Recorded> acts)
    {
        var reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"suspended:{act.Position}");
        return new(
            act,
            [.. acts.Where(other => other.Statement is Lifted lifted && lifted.Suspension == act.Position)],
            [.. acts.Where(other => other.Statement is PermitEnded ended && ended.Reason.Split('/')[0] == reason)],
            [.. acts.Where(other => other.Statement is TookHold held && held.Suspension == act.Position)]);
    }
}
