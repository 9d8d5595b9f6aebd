using System.Text.Json.Serialization;

namespace Azu.Sessions.Dashboard;

/// <summary>All that the API reads and writes, by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(NowAnswer))]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(SessionDetails))]
[JsonSerializable(typeof(DataAnswer))]
[JsonSerializable(typeof(EndRequest))]
[JsonSerializable(typeof(EndPreview))]
[JsonSerializable(typeof(EndAnswer))]
[JsonSerializable(typeof(AuditRequest))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(RacesAnswer))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class DashboardJson : JsonSerializerContext;

/// <summary>Why a request was not answered.</summary>
/// <param name="Error">One word for programs.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record Problem(string Error, string Detail);
