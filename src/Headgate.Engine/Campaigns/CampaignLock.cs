namespace Headgate.Engine;

/// <summary>Held by whoever sends a campaign; the system lets go of it when the process ends, however it ends.</summary>
internal static class CampaignLock
{
    /// <exception cref="RefusedException">Another process sends it, or it was stopped.</exception>
    public static FileStream Take(Session session, Campaign campaign)
    {
        if (campaign.Stopped is not null) throw new RefusedException($"the campaign `{campaign.Name}` was stopped", "plan another one");
        try
        {
            return new(Path.Combine(session.Folder, FormattableString.Invariant($"campaign-{campaign.Id}.lock")), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new RefusedException($"another process is sending the campaign `{campaign.Name}`", "wait for it to end");
        }
    }
}
