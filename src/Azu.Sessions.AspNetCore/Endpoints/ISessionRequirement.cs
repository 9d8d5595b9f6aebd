namespace Azu.Sessions;

/// <summary>Metadata that keep callers out of an endpoint.</summary>
internal interface ISessionRequirement
{
    /// <summary>The session type that is meant; null: the default type.</summary>
    Type? DataType { get; }
}
