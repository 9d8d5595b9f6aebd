using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>One session: its record, and, for those who may, the structure of its data.</summary>
internal sealed class SessionApi(SessionTypes types)
{
    public async Task GetAsync(HttpContext context)
    {
        var (type, record) = await FindAsync(context);
        var own = await OwnSession.FindAsync(context, type.Sessions.DataType);
        await ApiRequest.WriteAsync(context, DetailsOf(record, own), DashboardJson.Default.SessionDetails);
    }

    public async Task GetDataAsync(HttpContext context)
    {
        var (type, record) = await FindAsync(context);
        JsonNode? masked = null;
        var isReadable = type.Sessions.ReadData(record) is { } json && MaskedData.TryMask(json, out masked);
        await ApiRequest.WriteAsync(context, new DataAnswer(isReadable, masked), DashboardJson.Default.DataAnswer);
    }

    private async Task<(ShownType Type, SessionRecord Record)> FindAsync(HttpContext context)
    {
        var type = types.Find(context.Request.Query["type"]);
        var id = ApiRequest.IdOf(context.Request.RouteValues["id"] as string);
        return await type.Sessions.FindAsync(id, context.RequestAborted) is { } record
            ? (type, record)
            : throw new RefusedRequestException(StatusCodes.Status404NotFound, "gone", "There is no such session, or no longer.");
    }

    private static SessionDetails DetailsOf(SessionRecord record, SessionId? own) => new()
    {
        Id = record.Id.ToString(),
        Subject = record.Subject,
        CreatedAt = record.CreatedAt,
        SignedInAt = record.SignedInAt,
        LastSeenAt = record.LastSeenAt,
        ExpiresAt = record.ExpiresAt,
        AbsoluteExpiresAt = record.AbsoluteExpiresAt,
        IdleTimeoutSeconds = record.IdleTimeout?.TotalSeconds,
        RotatedAt = record.RotatedAt,
        Version = record.Version,
        Generation = record.Generation,
        UserAgent = record.Client?.UserAgent,
        Address = record.Client?.Address,
        Indexes = [.. record.Indexes.Select(entry => new IndexValue(entry.Name, entry.Value))],
        IsBound = !record.Fingerprint.IsEmpty,
        Bytes = record.Payload.Length,
        IsOwn = record.Id == own,
    };
}
