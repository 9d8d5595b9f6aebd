using System.Net.Mime;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>A file from the resources of this library.</summary>
internal sealed class EmbeddedAsset
{
    private readonly string _mediaType;
    private readonly string _tag;

    public EmbeddedAsset(string resource)
    {
        Bytes = Read(resource);
        _mediaType = MediaTypeOf(resource) + "; charset=utf-8";
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes)[..8])}\"";
    }

    public byte[] Bytes { get; }

    /// <summary>Sends the file, or 304 to a browser that has it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isPublic">Whether caches between browser and application may keep it.</param>
    public Task SendAsync(HttpContext context, bool isPublic)
    {
        var headers = context.Response.Headers;
        headers.ETag = _tag;
        // The browser asks each time, and gets the file only where it has changed.
        headers.CacheControl = isPublic ? "no-cache" : "private, no-cache";
        if (context.Request.Headers.IfNoneMatch == _tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = _mediaType;
        context.Response.ContentLength = Bytes.Length;
        return context.Response.Body.WriteAsync(Bytes, context.RequestAborted).AsTask();
    }

    private static string MediaTypeOf(string resource) => Path.GetExtension(resource) switch
    {
        ".html" => MediaTypeNames.Text.Html,
        ".js" => MediaTypeNames.Text.JavaScript,
        ".css" => MediaTypeNames.Text.Css,
        ".svg" => MediaTypeNames.Image.Svg,
        _ => MediaTypeNames.Application.Octet,
    };

    private static byte[] Read(string resource)
    {
        using var stream = typeof(EmbeddedAsset).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The library has no {resource}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
