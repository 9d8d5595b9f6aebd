namespace Azu.Sessions;

/// <summary>What a response says about the cookie. Nothing, unless there is something new to say.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Value">Its value; null unless it is set.</param>
/// <param name="Until">When the browser drops it; null: when the browser is closed.</param>
internal readonly record struct CookieChange(CookieChangeKind Kind, string? Value, DateTimeOffset? Until = null)
{
    public static CookieChange Remove { get; } = new(CookieChangeKind.Remove, null);

    public static CookieChange Set(string value, DateTimeOffset? until) => new(CookieChangeKind.Set, value, until);

    public override string ToString() => Kind.ToString();
}

internal enum CookieChangeKind
{
    None,
    Set,
    Remove,
}
