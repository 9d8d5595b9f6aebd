using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>Decides, before its first byte, what becomes of a response.</summary>
internal interface IResponseGuard
{
    /// <summary>The features of the request.</summary>
    IFeatureCollection Features { get; }

    /// <summary>
    /// Commits what the request changed and sets the headers of the response. True: the endpoint's answer may go out. False: it has been replaced
    /// by a failure, complete with its body.
    /// </summary>
    ValueTask<bool> CommitAsync();

    /// <summary>Runs callbacks of an endpoint that has failed: they may change the session, and nothing of it is stored.</summary>
    Task DropChangesOfAsync(Func<Task> callbacks);
}
