using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>The style sheet, from the resources of this library. Its rules give way to any rule of the application.</summary>
internal static class DevicesStyle
{
    public const string Name = "devices.css";

    private static readonly byte[] s_bytes = Read();
    private static readonly string s_tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(s_bytes)[..8])}\"";

    public static Task GetAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ETag = s_tag;
        // The browser asks each time, and gets the file only where it has changed.
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch == s_tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/css; charset=utf-8";
        context.Response.ContentLength = s_bytes.Length;
        return context.Response.Body.WriteAsync(s_bytes, context.RequestAborted).AsTask();
    }

    private static byte[] Read()
    {
        using var stream = typeof(DevicesStyle).Assembly.GetManifestResourceStream($"devices/{Name}")
            ?? throw new InvalidOperationException($"The library has no {Name}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
