using System.Collections.Frozen;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Azu.Sessions.Dashboard;

/// <summary>The page, its scripts and its styles, from the resources of this library.</summary>
internal sealed class DashboardPage
{
    private const string Root = "{root}";

    private readonly FrozenDictionary<string, Asset> _assets;
    private readonly string _page = Encoding.UTF8.GetString(Read("index.html"));

    public DashboardPage() => _assets = typeof(DashboardPage).Assembly.GetManifestResourceNames().Where(name => name != "index.html")
        .ToFrozenDictionary(name => name, name => Asset.Of(name, Read(name)), StringComparer.Ordinal);

    public Task GetPageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var root = HtmlEncoder.Default.Encode(RootOf(context.Request));
        return context.Response.WriteAsync(_page.Replace(Root, root, StringComparison.Ordinal), context.RequestAborted);
    }

    public Task GetAssetAsync(HttpContext context)
    {
        if (context.Request.RouteValues["file"] is not string file || !_assets.TryGetValue(file, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        headers.ETag = asset.Tag;
        // The browser asks each time, and gets the file only where it has changed.
        headers.CacheControl = "private, no-cache";
        if (context.Request.Headers.IfNoneMatch == asset.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = asset.MediaType;
        context.Response.ContentLength = asset.Bytes.Length;
        return context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted).AsTask();
    }

    /// <summary>
    /// The dashboard seen from its page: the last segment of the path, so that links hold under a path base, and behind a proxy that cuts one off.
    /// </summary>
    private static string RootOf(HttpRequest request)
    {
        var path = (request.PathBase + request.Path).ToUriComponent();
        return path.EndsWith('/') ? "." : "./" + path[(path.LastIndexOf('/') + 1)..];
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(DashboardPage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The library has no {name}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed record Asset(byte[] Bytes, string MediaType, string Tag)
    {
        public static Asset Of(string name, byte[] bytes)
        {
            var type = Path.GetExtension(name) switch
            {
                ".js" => MediaTypeNames.Text.JavaScript,
                ".css" => MediaTypeNames.Text.Css,
                ".svg" => MediaTypeNames.Image.Svg,
                _ => MediaTypeNames.Application.Octet,
            };
            return new(bytes, type + "; charset=utf-8", $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..8])}\"");
        }
    }
}
