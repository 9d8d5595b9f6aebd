namespace Azu.Sessions;

/// <summary>What a request wants beside its changes: from the commit, and from the response.</summary>
internal sealed class PendingActions
{
    /// <summary>The commit gives the session a new secret.</summary>
    public bool Rotate { get; set; }

    /// <summary>The commit writes down that the session is in use, whether or not that is due.</summary>
    public bool Touch { get; set; }

    /// <summary>What the commit stores in place of the ticket of the sign-in; null: that one stays.</summary>
    public ReadOnlyMemory<byte>? Ticket { get; set; }

    /// <summary>The subject that signed in and that the browser is to know; null: the browser's device cookie stays as it is.</summary>
    public string? KnownSubject { get; set; }

    /// <summary>What the response says about the cookie.</summary>
    public CookieChange Cookie { get; set; }

    /// <summary>Nothing more is wanted of the commit. What the response says stands.</summary>
    public void DropCommit() => (Rotate, Touch, Ticket) = (false, false, null);
}
