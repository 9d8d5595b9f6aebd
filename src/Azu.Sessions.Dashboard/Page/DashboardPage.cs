using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>The page, its scripts and its styles.</summary>
internal sealed class DashboardPage
{
    private const string Folder = "dashboard/";
    private const string Root = "{root}";

    private readonly FrozenDictionary<string, EmbeddedAsset> _assets = typeof(DashboardPage).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], name => new EmbeddedAsset(name), StringComparer.Ordinal);

    private readonly string _page = Encoding.UTF8.GetString(new EmbeddedAsset("index.html").Bytes);

    public Task GetPageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var root = HtmlEncoder.Default.Encode(RootOf(context.Request));
        return context.Response.WriteAsync(_page.Replace(Root, root, StringComparison.Ordinal), context.RequestAborted);
    }

    public Task GetAssetAsync(HttpContext context)
    {
        if (context.Request.RouteValues["file"] is string file && _assets.TryGetValue(file, out var asset)) return asset.SendAsync(context, isPublic: false);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>
    /// The dashboard seen from its page: the last segment of the path, so that links hold under a path base, and behind a proxy that cuts one off.
    /// </summary>
    private static string RootOf(HttpRequest request)
    {
        var path = (request.PathBase + request.Path).ToUriComponent();
        return path.EndsWith('/') ? "." : "./" + path[(path.LastIndexOf('/') + 1)..];
    }
}
