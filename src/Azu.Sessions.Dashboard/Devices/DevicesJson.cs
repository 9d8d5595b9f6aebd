using System.Text.Json.Serialization;

namespace Azu.Sessions.Dashboard;

/// <summary>What programs get, by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DevicesAnswer))]
[JsonSerializable(typeof(EndedAnswer))]
internal sealed partial class DevicesJson : JsonSerializerContext;

/// <summary>The list.</summary>
internal sealed record DevicesAnswer(IReadOnlyList<DeviceAnswer> Devices, bool CanList, bool CanEndAll, bool RecordsClients, bool IsComplete)
{
    public static DevicesAnswer Of(DeviceList list) => new([.. list.Devices.Select(d =>
        new DeviceAnswer(d.Id.ToString(), d.IsThis, d.Name, d.Address, d.UserAgent, d.SignedInAt, d.LastSeenAt, d.ExpiresAt))],
        list.CanList, list.CanEndAll, list.RecordsClients, list.IsComplete);
}

/// <summary>One device.</summary>
internal sealed record DeviceAnswer(string Id, bool IsThisDevice, string Name, string? Address, string? UserAgent, DateTimeOffset SignedInAt,
    DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

/// <summary>How many sessions ended; null where they cannot be counted, because they are in cookies.</summary>
internal sealed record EndedAnswer(long? Ended);
