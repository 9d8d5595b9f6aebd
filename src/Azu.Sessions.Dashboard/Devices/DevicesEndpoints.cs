using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Dashboard;

/// <summary>The page of devices: the list, and what ends sessions of the user. For programs the same addresses answer with JSON.</summary>
internal sealed class DevicesEndpoints(IServiceProvider services, DevicesOptions options, Type? dataType)
{
    private const string Flash = "azu.devices";

    private readonly Lazy<ISessionAdministration> _sessions = new(() =>
        services.GetServices<ISessionAdministration>().First(s => dataType is null || s.DataType == dataType));

    private readonly DevicesResponse _response = new(options);

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet($"/{DevicesStyle.Name}", DevicesStyle.GetAsync).WithoutSession().AllowAnonymous().WithDisplayName("Devices: style sheet");
        Guard(group.MapGet("", context => WithOwnAsync(context, ShowAsync)).WithDisplayName("Devices"));
        Guard(group.MapPost($"/{DeviceForm.Others}", context => ChangeAsync(context, EndOthersAsync)).WithDisplayName("Devices: sign out all others"));
        Guard(group.MapPost($"/{DeviceForm.Everywhere}", context => ChangeAsync(context, EndAllAsync)).WithDisplayName("Devices: sign out everywhere"));
        Guard(group.MapPost("/{id}", context => ChangeAsync(context, EndOneAsync)).WithDisplayName("Devices: sign out one"));
    }

    /// <summary>What was revoked a moment ago neither sees the list nor is in it.</summary>
    private void Guard(IEndpointConventionBuilder endpoint) =>
        endpoint.WithMetadata(new RequireSignInAttribute { DataType = dataType }, new RequireFreshSessionAttribute());

    /// <summary>Runs for a caller that is signed in, and was so a short while ago. Others are sent to the sign-in page, and from there to the list.</summary>
    private async Task WithOwnAsync(HttpContext context, Func<Own, Task> run)
    {
        var requests = RequestSessions.Of(context)!;
        var loader = requests.LoaderOf(_sessions.Value.DataType);
        var session = await requests.LoadAsync(loader);
        session.State.MarkRead();
        var record = session.State.Record;
        if (record?.Subject is null || loader.Time.GetUtcNow() - record.SignedInAt > options.RecentSignIn)
        {
            var page = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path.ToUriComponent() : DeviceRequest.PageOf(context.Request.Path);
            SignInRedirect.TurnAway(context, loader.Options.SignInPath, loader.Log, context.Request.PathBase.ToUriComponent() + page);
            return;
        }

        await run(new(context, _sessions.Value, loader, session, record));
    }

    private Task ChangeAsync(HttpContext context, Func<Own, Task> change) => WithOwnAsync(context, async own =>
    {
        if (await DeviceRequest.RefusalAsync(context, own.Sessions.Forms, own.Record.Id) is { } refusal)
            await _response.RefuseAsync(own, StatusCodes.Status403Forbidden, "origin", "That was not sent from this page", refusal);
        else await change(own);
    });

    private async Task ShowAsync(Own own)
    {
        var list = await DeviceList.ReadAsync(own.Sessions, own.Record, own.Context.RequestAborted);
        await _response.ShowAsync(own, list, DeviceRequest.IsProgram(own.Context.Request) ? null : TakeMessage(own.Session.State));
    }

    private async Task EndOneAsync(Own own)
    {
        var isId = SessionId.TryParse((string?)own.Context.Request.RouteValues["id"], out var id);
        if (isId && id == own.Record.Id)
        {
            await own.Session.SignOutAsync(own.Context.RequestAborted);
            await _response.SignedOutAsync(own, 1);
        }
        else if (own.Sessions.Index is null)
        {
            await RefuseUnsupportedAsync(own);
        }
        else if (isId && await own.Sessions.RevokeOfSubjectAsync(own.Record.Subject!, id, own.Context.RequestAborted))
        {
            await DoneAsync(own, 1, "The device is signed out.");
        }
        else
        {
            await _response.RefuseAsync(own, StatusCodes.Status404NotFound, "unknown", "There is no such device", "It is not signed in any more.");
        }
    }

    private async Task EndOthersAsync(Own own)
    {
        if (own.Sessions.Index is null)
        {
            await RefuseUnsupportedAsync(own);
            return;
        }

        var ended = await own.Sessions.RevokeOthersAsync(own.Record.Subject!, own.Record.Id, own.Context.RequestAborted);
        await DoneAsync(own, ended, ended switch
        {
            0 => "No other device was signed in.",
            1 => "The other device is signed out.",
            _ => $"{ended} other devices are signed out.",
        });
    }

    private async Task EndAllAsync(Own own)
    {
        if (own.Sessions.CanRevokeSubjects) await _response.SignedOutAsync(own, await own.Session.SignOutEverywhereAsync(own.Context.RequestAborted));
        else await RefuseUnsupportedAsync(own);
    }

    private Task RefuseUnsupportedAsync(Own own) => _response.RefuseAsync(own, StatusCodes.Status409Conflict, "unsupported", "That cannot be done here",
        own.Sessions.CanRevokeSubjects
            ? "This site keeps sign-ins in browsers, so it can only end all of them at once. Sign out everywhere."
            : "This site can neither show your other devices nor sign them out. Sign out on each of them.");

    private Task DoneAsync(Own own, long? ended, string message)
    {
        if (!DeviceRequest.IsProgram(own.Context.Request)) own.Session.State.Flash[Flash] = message;
        return _response.EndedAsync(own, ended);
    }

    /// <summary>The message of the page before. It is ours: a layout that shows all messages of the session does not show it again.</summary>
    private static string? TakeMessage(SessionState state)
    {
        // Where nothing can be consumed, the message stays for a request that can.
        if (state.Origin != SessionOrigin.Admitted || !state.Flash.Names.Contains(Flash)) return null;
        var message = state.Flash[Flash];
        state.Flash.Discard(Flash);
        return message;
    }
}
