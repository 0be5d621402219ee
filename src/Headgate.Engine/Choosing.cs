using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What a subject holds in hand after a choice.</summary>
/// <param name="Receipt">The path of the file that proves it.</param>
public sealed record ChoiceReceipt(long Position, Instant RecordedAt, string Receipt);

/// <summary>Records one choice and hands out its receipt.</summary>
public static class Choosing
{
    /// <exception cref="BadInputException">The policy in force does not name the purpose, or the id is empty.</exception>
    public static ChoiceReceipt Choose(Session session, string subject, string purpose, Choice choice, Instant? at, string? channel, Instant? recordedAt)
    {
        var who = SubjectId.From(subject) ?? throw new BadInputException("the subject's id is empty", "give the id that the platform knows them by");
        if (session.PolicyInForce() is { } policy && !policy.Purposes.ContainsKey(purpose)) throw new UnknownPurposeException(purpose, policy);
        var appended = session.Store.Append([new NewStatement(new ChoiceMade(who, purpose, choice, channel), at)], session.Now, recordedAt);
        return Write(session, appended.First, appended.RecordedAt)!;
    }

    /// <summary>Writes the receipts of all choices of a subject.</summary>
    public static IReadOnlyList<ChoiceReceipt> ReceiptsOf(Session session, SubjectId subject) =>
        [.. session.Store.Of(subject, session.Store.Head.Size).Where(recorded => recorded.Statement is ChoiceMade)
            .Select(recorded => Write(session, recorded.Position, recorded.RecordedAt)).OfType<ChoiceReceipt>()];

    /// <summary>Where the receipt of a position is written.</summary>
    internal static string ReceiptPath(Session session, long position) => Path.Combine(session.Folder, "receipts", $"{position}.receipt");

    private static ChoiceReceipt? Write(Session session, long position, Instant recordedAt)
    {
        if (session.Store.ReceiptFor(position) is not { } receipt) return null;
        var path = ReceiptPath(session, position);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, receipt.ToString());
        return new(position, recordedAt, path);
    }
}
