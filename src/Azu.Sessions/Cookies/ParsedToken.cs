namespace Azu.Sessions;

/// <summary>A cookie value that verified, and what it says. The value stays where it came in, in the request's header.</summary>
/// <param name="Value">The value: a credential.</param>
/// <param name="Token">What it says.</param>
internal readonly record struct ParsedToken(ReadOnlyMemory<char> Value, SessionToken Token)
{
    public override string ToString() => $"token of session {Token.Id}";
}
