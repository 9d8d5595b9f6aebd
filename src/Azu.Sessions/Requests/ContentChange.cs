namespace Azu.Sessions;

/// <summary>Which sections of its session a request changed.</summary>
internal readonly record struct ContentChange(bool Data, bool Flash, bool Items, bool Ticket)
{
    public bool Any => Data || Flash || Items || Ticket;
}
