using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What is kept of people beside the ledger, and how it goes.</summary>
internal static class PeopleBeside
{
    /// <summary>Leaves nothing that names somebody: messages to them go, and of their requests only kind and dates stay.</summary>
    public static void Erase(Session session, SubjectId subject)
    {
        if (!Exists(session)) return;
        session.Beside.Together(() =>
        {
            session.Beside.Run("DELETE FROM delivery WHERE subject = $1", subject.Value);
            session.Beside.Run("DELETE FROM unsubscribed WHERE subject = $1", subject.Value);
            return session.Beside.Run("UPDATE request SET subject = NULL, text = NULL, extension = NULL WHERE subject = $1", subject.Value);
        });
    }

    public static void Purge(Session session)
    {
        if (Exists(session)) session.Beside.Purge();
    }

    private static bool Exists(Session session) => File.Exists(Path.Combine(session.Folder, SideDatabase.FileName));
}
