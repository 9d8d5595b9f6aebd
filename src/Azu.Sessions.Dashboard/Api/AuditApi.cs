using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>What happened to sessions: what ended which, when, why.</summary>
internal sealed class AuditApi(SessionTypes types)
{
    private const int MaxSize = 200;
    private const int PresetSize = 50;

    public async Task PostAsync(HttpContext context)
    {
        var asked = await ApiRequest.ReadAsync(context, DashboardJson.Default.AuditRequest);
        var query = asked.Id is not null ? SessionAuditQuery.ById(ApiRequest.IdOf(asked.Id))
            : asked.Subject is { } subject ? SessionAuditQuery.BySubject(subject)
            : SessionAuditQuery.All;
        query = query with { EndsOnly = asked.EndsOnly == true, PageSize = Math.Clamp(asked.Size ?? PresetSize, 1, MaxSize) };
        var page = await types.Find(asked.Type).Audit.ListAuditAsync(query, asked.Cursor, context.RequestAborted);
        await ApiRequest.WriteAsync(context, new AuditAnswer([.. page.Rows.Select(RowOf)], page.NextCursor), DashboardJson.Default.AuditAnswer);
    }

    private static AuditRow RowOf(SessionAuditRow row) =>
        new(row.Id.ToString(), CutText.Of(row.Subject), row.Event, row.Reason, CutText.Of(row.Actor), row.At);
}
