namespace Headgate.Engine;

/// <summary>Which statements are known to change no verdict. Of any other nobody knows, and what was decided before it is decided again.</summary>
internal static class VerdictFree
{
    public static bool ChangesNoVerdict(this Statement statement) => statement is
        DataSetSealed or PermitGiven or PermitEnded or ModelTrained or ModelForgot or KeyChanged or TookHold
        or ConcernOpened or ConcernAnswered or ConcernClosed or CommitmentMade or CommitmentFulfilled
        or DataSetDisclosed or RecipientTold or RecipientAcknowledged;
}
