using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>Answers people with pages and redirects, and programs with JSON.</summary>
internal sealed class DevicesResponse(DevicesOptions options)
{
    private const string StrictPolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // A layout brings files of its own origin. Nothing inline, no plug-in, no frame.
    private const string LayoutPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; form-action 'self'; base-uri 'none'; " +
        "frame-ancestors 'none'";

    public Task ShowAsync(Own own, DeviceList list, string? message)
    {
        if (!DeviceRequest.IsProgram(own.Context.Request)) return WriteAsync(own, new(DevicesHtml.Title, HtmlOf(own).Write(list, message)));
        ResponseHeaders.SetBase(own.Context.Response);
        return ApiRequest.WriteAsync(own.Context, DevicesAnswer.Of(list), DevicesJson.Default.DevicesAnswer);
    }

    public Task RefuseAsync(Own own, int status, string error, string title, string text)
    {
        ResponseHeaders.SetBase(own.Context.Response);
        if (DeviceRequest.IsProgram(own.Context.Request)) return ApiRequest.RefuseAsync(own.Context, status, error, text);
        own.Context.Response.StatusCode = status;
        return WriteAsync(own, new(title, HtmlOf(own).WriteRefusal(title, text)));
    }

    /// <summary>Some sessions of the user have ended, and this one has not: back to the list.</summary>
    public Task EndedAsync(Own own, long? ended)
    {
        // Seen from a part of the page. After the post a reload asks for the page, and repeats nothing.
        var page = DeviceRequest.PageOf(own.Context.Request.Path);
        return LeaveAsync(own, ended, ".." + page[page.LastIndexOf('/')..]);
    }

    /// <summary>This session has ended: to the sign-in page.</summary>
    public Task SignedOutAsync(Own own, long? ended) =>
        LeaveAsync(own, ended, own.Context.Request.PathBase.ToUriComponent() + LocalPath.Escaped(own.Loader.Options.SignInPath));

    private static Task LeaveAsync(Own own, long? ended, string target)
    {
        var response = own.Context.Response;
        ResponseHeaders.SetBase(response);
        if (DeviceRequest.IsProgram(own.Context.Request)) return ApiRequest.WriteAsync(own.Context, new(ended), DevicesJson.Default.EndedAnswer);
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = target;
        return Task.CompletedTask;
    }

    private Task WriteAsync(Own own, DevicesPage page)
    {
        var response = own.Context.Response;
        ResponseHeaders.SetBase(response);
        if (response.Headers.ContentSecurityPolicy.Count == 0)
            response.Headers.ContentSecurityPolicy = options.ContentSecurityPolicy ?? (options.Layout is null ? StrictPolicy : LayoutPolicy);
        response.ContentType = "text/html; charset=utf-8";
        return options.Layout is { } layout
            ? layout(own.Context, page)
            : response.WriteAsync(DevicesHtml.WriteDocument(page), own.Context.RequestAborted);
    }

    private static DevicesHtml HtmlOf(Own own)
    {
        var path = own.Context.Request.Path;
        var isPage = HttpMethods.IsGet(own.Context.Request.Method);
        // The proof is over the path without the path base, which proxies may cut off.
        var page = (isPage ? path.Value : path.Value![..path.Value!.LastIndexOf('/')])!.TrimEnd('/');
        var shown = isPage ? path.ToUriComponent() : DeviceRequest.PageOf(path);
        var last = shown[(shown.LastIndexOf('/') + 1)..];
        var root = isPage ? (last.Length == 0 ? "." : "./" + last) : "../" + last;
        return new(root, part => own.Sessions.Forms.Write(own.Record.Id, $"{page}/{part}"), own.Loader.Time.GetUtcNow());
    }
}
