namespace Headgate.Engine;

/// <summary>How far a message to one person has come. The numbers are stored, and stay.</summary>
public enum DeliveryState
{
    /// <summary>To be sent.</summary>
    Planned = 0,

    /// <summary>Taken up by a sender, and not begun.</summary>
    Claimed = 1,

    /// <summary>Being handed to the mail server: whether it has it is not known before it answers.</summary>
    Begun = 2,

    /// <summary>The mail server has it; the ledger does not say so yet.</summary>
    Handed = 3,

    /// <summary>The platform's own sender has it, and has not reported yet.</summary>
    Given = 4,

    /// <summary>It reached the person, and the ledger says so: their window is running.</summary>
    Served = 5,

    /// <summary>It did not reach them.</summary>
    Bounced = 6,

    /// <summary>A sender ended between handing it over and hearing of it: nobody can know. It is not sent again by itself, and no window runs.</summary>
    Unsure = 7,

    /// <summary>Not to be sent any more: they decided, or asked for no more messages, before it went.</summary>
    Dropped = 8,
}
