using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>The style sheet. Its rules give way to any rule of the application.</summary>
internal static class DevicesStyle
{
    public const string Name = "devices.css";

    private static readonly EmbeddedAsset s_asset = new("devices/" + Name);

    public static Task GetAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return s_asset.SendAsync(context, isPublic: true);
    }
}
