using System.CommandLine;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary>The id of a session as an argument.</summary>
internal static class SessionIdArgument
{
    /// <summary>A whole id, for commands that end a session.</summary>
    public static Argument<SessionId?> CreateOptional() => new("id")
    {
        Description = "Id of the session: 32 hexadecimal digits, as session:show shows them",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0) return null;
            if (SessionId.TryParse(result.Tokens[0].Value, out var id)) return id;
            result.AddError($"'{result.Tokens[0].Value}' is not the id of a session. Give 32 hexadecimal digits, as session:show shows them.");
            return null;
        },
    };

    /// <summary>An id or its beginning, for commands that only read.</summary>
    public static Argument<SessionIdBeginning> CreateBeginning() => new("id")
    {
        Description = "Id of the session, or a beginning that no other id has",
        CustomParser = result =>
        {
            if (SessionIdBeginning.Parse(result.Tokens[0].Value) is { } beginning) return beginning;
            result.AddError($"'{result.Tokens[0].Value}' is not the id of a session or the beginning of one. Give up to 32 hexadecimal digits, as session:list shows them.");
            return new("");
        },
    };
}
