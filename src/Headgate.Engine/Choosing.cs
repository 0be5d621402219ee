using Headgate.Gate;
using Headgate.Stores;

namespace Headgate.Engine;

/// <summary>What a subject holds in hand after a choice.</summary>
/// <param name="Receipt">The path of the file that proves it.</param>
public sealed record ChoiceReceipt(long Position, Instant RecordedAt, string Receipt);

/// <summary>A choice and the receipt that proves it.</summary>
/// <param name="Receipt">Its text; null where the choice was erased.</param>
public sealed record ChoiceProof(long Position, Instant RecordedAt, string? Receipt);

/// <summary>Records one choice and hands out its receipt.</summary>
public static class Choosing
{
    /// <summary>Records a choice and leaves its receipt as a file.</summary>
    /// <exception cref="BadInputException">The policy in force does not name the purpose, or the id is empty.</exception>
    public static ChoiceReceipt Choose(Session session, string subject, string purpose, Choice choice, Instant? at, string? channel, Instant? recordedAt) =>
        Write(session, Record(session, subject, purpose, choice, at, channel, recordedAt))!;

    /// <summary>Records a choice.</summary>
    /// <exception cref="BadInputException">The policy in force does not name the purpose, or the id is empty.</exception>
    public static ChoiceProof Record(Session session, string subject, string purpose, Choice choice, Instant? at, string? channel, Instant? recordedAt = null)
    {
        var statement = StatementOf(session, subject, purpose, choice, at, channel);
        return Proof(session, session.Store.Append([statement], session.Now, recordedAt));
    }

    /// <summary>Records a choice as <see cref="Record"/> does, but waits for the disk together with all who choose at the same time; the published log follows.</summary>
    /// <exception cref="BadInputException">The policy in force does not name the purpose, or the id is empty.</exception>
    public static async Task<ChoiceProof> RecordAsync(Session session, string subject, string purpose, Choice choice, Instant? at, string? channel)
    {
        var statement = StatementOf(session, subject, purpose, choice, at, channel);
        return Proof(session, await session.Store.AppendAsync([statement], session.Now).ConfigureAwait(false));
    }

    /// <summary>The proofs of all choices of a subject.</summary>
    public static IReadOnlyList<ChoiceProof> Receipts(Session session, SubjectId subject) =>
        [.. session.Store.Of(subject, session.Store.Head.Size).Where(recorded => recorded.Statement is ChoiceMade)
            .Select(recorded => new ChoiceProof(recorded.Position, recorded.RecordedAt, session.Store.ReceiptFor(recorded.Position)?.ToString()))];

    /// <summary>Writes the receipts of all choices of a subject.</summary>
    public static IReadOnlyList<ChoiceReceipt> ReceiptsOf(Session session, SubjectId subject) => [.. Receipts(session, subject).Select(proof => Write(session, proof)).OfType<ChoiceReceipt>()];

    /// <summary>Where the receipt of a position is written.</summary>
    internal static string ReceiptPath(Session session, long position) => Path.Combine(session.Folder, "receipts", $"{position}.receipt");

    private static NewStatement StatementOf(Session session, string subject, string purpose, Choice choice, Instant? at, string? channel)
    {
        var who = SubjectId.From(subject) ?? throw new BadInputException("the subject's id is empty", "give the id that the platform knows them by");
        if (session.PolicyInForce() is { } policy && !policy.Purposes.ContainsKey(purpose)) throw new UnknownPurposeException(purpose, policy);
        return new(new ChoiceMade(who, purpose, choice, channel), at);
    }

    private static ChoiceProof Proof(Session session, Appended appended) => new(appended.First, appended.RecordedAt, session.Store.ReceiptFor(appended.First)?.ToString());

    private static ChoiceReceipt? Write(Session session, ChoiceProof proof)
    {
        if (proof.Receipt is not { } receipt) return null;
        var path = ReceiptPath(session, proof.Position);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, receipt);
        return new(proof.Position, proof.RecordedAt, path);
    }
}
