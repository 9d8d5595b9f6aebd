using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Azu.Sessions;

/// <summary>Generated JSON for the types of the engine itself.</summary>
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SessionItems))]
internal sealed partial class SessionJson : JsonSerializerContext;
