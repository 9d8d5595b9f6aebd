using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>Lists sessions by the cursor of the store. A page costs the store that page, however many sessions there are.</summary>
internal sealed class ListApi(SessionTypes types)
{
    private const int MaxSize = 200;
    private const int PresetSize = 50;

    // Pages of some stores are empty although more follow. A person looks at a page with something on it.
    private const int MaxEmptyPages = 10;

    public async Task PostAsync(HttpContext context)
    {
        var asked = await ApiRequest.ReadAsync(context, DashboardJson.Default.ListRequest);
        var type = types.Find(asked.Type);
        var own = await OwnSession.FindAsync(context, type.Sessions.DataType);
        var answer = asked.Id is not null ? await FindAsync(type, ApiRequest.IdOf(asked.Id), own, context.RequestAborted)
            : await ListAsync(type, QueryOf(type, asked), asked.Cursor, own, context.RequestAborted);
        await ApiRequest.WriteAsync(context, answer, DashboardJson.Default.ListAnswer);
    }

    private static async Task<ListAnswer> FindAsync(ShownType type, SessionId id, SessionId? own, CancellationToken cancellationToken) =>
        new(await type.Sessions.FindAsync(id, cancellationToken) is { } record ? [RowOf(record, own)] : [], null, null);

    private static async Task<ListAnswer> ListAsync(ShownType type, SessionQuery query, string? cursor, SessionId? own, CancellationToken cancellationToken)
    {
        var rows = new List<SessionRow>();
        for (var pages = 0; rows.Count == 0 && pages < MaxEmptyPages; pages++)
        {
            var page = await type.Index.ListAsync(query, cursor, cancellationToken);
            rows.AddRange(page.Records.Where(type.Sessions.IsLive).Select(record => RowOf(record, own)));
            cursor = page.NextCursor;
            if (cursor is null) break;
        }

        var total = query is { Subject: null, Index: null } ? (await type.Store.TakeAsync()).Sessions : null;
        return new(rows, cursor, total is { } estimate ? new(estimate.Count, estimate.Age.TotalSeconds) : null);
    }

    private static SessionQuery QueryOf(ShownType type, ListRequest asked)
    {
        var query = asked.Subject is { } subject ? SessionQuery.BySubject(subject)
            : asked.Index is null ? SessionQuery.All
            : type.Sessions.IndexNames.Contains(asked.Index) && asked.Value is { } value ? SessionQuery.ByIndex(asked.Index, value)
            : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "index",
                "The session type declares no index of that name, or the value is missing.");
        return query with { PageSize = Math.Clamp(asked.Size ?? PresetSize, 1, MaxSize) };
    }

    private static SessionRow RowOf(SessionRecord record, SessionId? own) => new(record.Id.ToString(), CutText.Of(record.Subject), record.CreatedAt,
        record.LastSeenAt, record.ExpiresAt, CutText.Of(record.Client?.UserAgent), ClientName.Find(record.Client?.UserAgent), record.Client?.Address,
        record.Payload.Length, record.Id == own);
}
