using System.Text.Json.Serialization;

namespace Azu.Sessions.Node;

/// <summary>How everything that this application keeps or answers as JSON is read and written, without reflection.</summary>
[JsonSerializable(typeof(Shopper))]
[JsonSerializable(typeof(NearCacheStatistics))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long?))]
internal sealed partial class NodeJson : JsonSerializerContext;
