namespace Azu.Sessions;

/// <summary>What a response says about the cookie. Nothing, unless there is something new to say.</summary>
internal readonly record struct CookieChange(CookieChangeKind Kind, string? Value)
{
    public static CookieChange Remove { get; } = new(CookieChangeKind.Remove, null);

    public static CookieChange Set(string value) => new(CookieChangeKind.Set, value);

    public override string ToString() => Kind.ToString();
}

internal enum CookieChangeKind
{
    None,
    Set,
    Remove,
}
