using System.Net;

namespace Azu.Sessions.Dashboard;

/// <summary>One session of the user.</summary>
internal sealed record Device(SessionId Id, bool IsThis, string Name, string? Address, string? UserAgent, DateTimeOffset SignedInAt,
    DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

/// <summary>The sessions of the user: this one first, then by their last use.</summary>
/// <param name="Devices">At most <see cref="MaxShown"/>.</param>
/// <param name="CanList">Whether the store can show other sessions than this one.</param>
/// <param name="CanEndAll">Whether the user can sign out everywhere.</param>
/// <param name="RecordsClients">Whether sign-ins keep their client.</param>
/// <param name="IsComplete">Whether there are no others.</param>
internal sealed record DeviceList(IReadOnlyList<Device> Devices, bool CanList, bool CanEndAll, bool RecordsClients, bool IsComplete)
{
    public const int MaxShown = 100;

    // A subject may have any number of sessions. What is read for one page has an end.
    private const int MaxRead = 500;

    /// <exception cref="SessionStoreException">The store failed.</exception>
    public static async Task<DeviceList> ReadAsync(ISessionAdministration sessions, SessionRecord own, CancellationToken cancellationToken)
    {
        var records = new List<SessionRecord>();
        string? cursor = null;
        if (sessions.Index is { } index)
        {
            do
            {
                var page = await index.ListAsync(SessionQuery.BySubject(own.Subject!), cursor, cancellationToken);
                records.AddRange(page.Records.Where(record => record.Id != own.Id && sessions.IsLive(record)));
                cursor = page.NextCursor;
            }
            while (cursor is not null && records.Count < MaxRead);
        }

        Device[] devices = [Describe(own, own.Id), .. records.OrderByDescending(r => r.LastSeenAt).Take(MaxShown - 1).Select(r => Describe(r, own.Id))];
        return new(devices, sessions.Index is not null, sessions.CanRevokeSubjects, sessions.RecordsClients,
            sessions.Index is not null && cursor is null && devices.Length == records.Count + 1);
    }

    private static Device Describe(SessionRecord record, SessionId own) =>
        new(record.Id, record.Id == own, DeviceName.Of(record.Client?.UserAgent),
            IPAddress.TryParse(record.Client?.Address, out var address) ? address.ToString() : null, record.Client?.UserAgent,
            record.SignedInAt ?? record.CreatedAt, record.LastSeenAt, record.ExpiresAt);
}
