using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Azu.Sessions;

/// <summary>
/// Keeps what the pipeline behind the gate registers with <c>Response.OnStarting</c>. The gate runs it before the commit, the last one first, as the
/// server would. The server would run it after the commit, when the session cannot change any more: MVC stores TempData there.
/// <para>
/// A response can also start without the gate, for example when an exception left the endpoint. Then the server runs what is left here.
/// </para>
/// </summary>
internal sealed class StartingCallbacks
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _callbacks = new();
    private readonly IHttpResponseFeature _response;
    private readonly IResponseGuard _guard;
    private IReadOnlyList<KeyValuePair<string, StringValues>> _added = [];
    private bool _hasFailed;

    public StartingCallbacks(IHttpResponseFeature response, IResponseGuard guard)
    {
        (_response, _guard) = (response, guard);
        response.OnStarting(static self => ((StartingCallbacks)self).RunLeftAsync(), this);
    }

    public bool IsEmpty => _callbacks.Count == 0;

    public void Push(Func<object, Task> callback, object state) => _callbacks.Push((callback, state));

    /// <summary>Runs them before the commit, and those that they register.</summary>
    public async Task RunAsync()
    {
        var before = AddedHeaders.Snapshot(_response.Headers);
        try
        {
            await RunAllAsync();
        }
        finally
        {
            _added = AddedHeaders.Since(before, _response.Headers);
        }
    }

    /// <summary>The endpoint has failed: what is left may change the session as ever, and nothing of that is stored.</summary>
    public void Fail() => _hasFailed = true;

    private async Task RunAllAsync()
    {
        while (_callbacks.TryPop(out var next)) await next.Callback(next.State);
    }

    /// <summary>
    /// Runs what is left when the response starts. The response of a failure gets back the headers that were added before the endpoint's own were
    /// dropped: a browser hides a 503 without its CORS headers from the script that asked.
    /// </summary>
    private Task RunLeftAsync()
    {
        if (!_hasFailed) return RunAllAsync();
        AddedHeaders.Restore(_added, _response.Headers);
        return IsEmpty ? Task.CompletedTask : _guard.DropChangesOfAsync(RunAllAsync);
    }
}
