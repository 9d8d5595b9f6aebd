using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>A request that went through <c>UseAzuSessions</c>.</summary>
internal interface ICheckedRequest
{
    /// <summary>
    /// Whether the pipeline that runs now was let through for an endpoint with these metadata. The metadata are compared, and not the endpoint: what
    /// wraps an endpoint keeps them.
    /// </summary>
    bool Meets(EndpointMetadataCollection metadata);
}
