using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>Ends sessions: some, those of a subject, or all. Before it a dry run says how many.</summary>
internal sealed class EndApi(SessionTypes types)
{
    private const int MaxIds = 200;
    private const int MaxCounted = 10_000;

    public async Task PreviewAsync(HttpContext context)
    {
        var asked = await ApiRequest.ReadAsync(context, DashboardJson.Default.EndRequest);
        var type = types.Find(asked.Type);
        var own = await OwnSession.FindAsync(context, type.Sessions.DataType);
        var preview = asked switch
        {
            { Ids: { } ids } => await PreviewAsync(type, IdsOf(ids), own, context.RequestAborted),
            { Subject: { } subject } => await PreviewAsync(type, subject, own, context.RequestAborted),
            { All: true } => await PreviewAllAsync(type, own),
            _ => throw Nothing(),
        };
        await ApiRequest.WriteAsync(context, preview, DashboardJson.Default.EndPreview);
    }

    public async Task EndAsync(HttpContext context)
    {
        var asked = await ApiRequest.ReadAsync(context, DashboardJson.Default.EndRequest);
        var (type, actor) = (types.Find(asked.Type), Actor.Of(context));
        // The operator waits for the answer or not: what was begun is ended.
        var ended = asked switch
        {
            { Ids: { } ids } => await EndAsync(type, IdsOf(ids), actor),
            { Subject: { } subject } => await type.Sessions.RevokeSubjectAsync(ExactText.Check(subject), actor, CancellationToken.None),
            { All: true } when asked.Confirm == type.Name => await ClearAsync(type, actor),
            { All: true } => throw new RefusedRequestException(StatusCodes.Status400BadRequest, "confirm", "Confirm with the name of the session type."),
            _ => throw Nothing(),
        };
        var isShared = type.Sessions.Capabilities.HasFlag(SessionCapabilities.Shared);
        var lag = isShared ? (await type.Store.TakeAsync()).RevocationLag : TimeSpan.Zero;
        await ApiRequest.WriteAsync(context, new EndAnswer(ended, lag != TimeSpan.Zero, lag?.TotalSeconds), DashboardJson.Default.EndAnswer);
    }

    private static async Task<EndPreview> PreviewAsync(ShownType type, IReadOnlyList<SessionId> ids, SessionId? own, CancellationToken cancellationToken)
    {
        var there = 0L;
        foreach (var id in ids)
        {
            try
            {
                if (await type.Sessions.FindAsync(id, cancellationToken) is not null) there++;
            }
            catch (SessionUnreadableException)
            {
                // It is there, and it can be ended.
                there++;
            }
        }

        return new(there, IsExact: true, own is { } mine && ids.Contains(mine));
    }

    private static async Task<EndPreview> PreviewAsync(ShownType type, string subject, SessionId? own, CancellationToken cancellationToken)
    {
        if (type.Sessions.IsSelfContained) return new(null, IsExact: false, IncludesOwn: false);
        var (query, counted, includesOwn) = (SessionQuery.BySubject(subject), 0L, false);
        string? cursor = null;
        do
        {
            var page = await type.Index.ListIdsAsync(query, cursor, cancellationToken);
            counted += page.Ids.Count;
            includesOwn |= own is { } mine && page.Ids.Contains(mine);
            cursor = page.NextCursor;
        }
        while (cursor is not null && counted < MaxCounted);
        return new(counted, IsExact: cursor is null, includesOwn);
    }

    private static async Task<EndPreview> PreviewAllAsync(ShownType type, SessionId? own)
    {
        _ = type.Index;
        var estimate = (await type.Store.TakeAsync()).Sessions;
        return new(estimate?.Count, IsExact: false, own is not null);
    }

    private static async Task<long?> EndAsync(ShownType type, IReadOnlyList<SessionId> ids, string actor)
    {
        var ended = 0L;
        foreach (var id in ids)
        {
            if (await type.Sessions.RevokeAsync(id, actor, CancellationToken.None)) ended++;
        }

        return ended;
    }

    private static async Task<long?> ClearAsync(ShownType type, string actor)
    {
        _ = type.Index;
        return await type.Sessions.ClearAsync(actor, CancellationToken.None);
    }

    private static IReadOnlyList<SessionId> IdsOf(IReadOnlyList<string> ids) => ids.Count is >= 1 and <= MaxIds
        ? [.. ids.Select(ApiRequest.IdOf).Distinct()]
        : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "ids", $"Name 1 to {MaxIds} sessions.");

    private static RefusedRequestException Nothing() =>
        new(StatusCodes.Status400BadRequest, "what", "Name what to end: ids, a subject, or all.");
}
