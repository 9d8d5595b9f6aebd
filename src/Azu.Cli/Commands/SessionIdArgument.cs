using System.CommandLine;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary>The id of a session as an argument.</summary>
internal static class SessionIdArgument
{
    public static Argument<SessionId?> Create(bool isOptional) => new("id")
    {
        Description = "The session: 32 hexadecimal digits, as session:list shows them",
        Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0) return null;
            if (SessionId.TryParse(result.Tokens[0].Value, out var id)) return id;
            result.AddError($"'{result.Tokens[0].Value}' is no id of a session: 32 hexadecimal digits, as session:list shows them.");
            return null;
        },
    };
}
