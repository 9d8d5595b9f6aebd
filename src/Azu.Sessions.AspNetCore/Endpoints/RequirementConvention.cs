using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions;

/// <summary>Puts a requirement on an endpoint, and refuses to where nothing would guard it.</summary>
internal static class RequirementConvention
{
    public static TBuilder Require<TBuilder>(this TBuilder builder, Attribute requirement) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            // Builders that know no services answer null.
            if (endpoint.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(RequirementPolicy)) == false)
                throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' requires a session, and the application has none. Call " +
                    "builder.Services.AddAzuSessions<…>() and app.UseAzuSessions().");
            endpoint.Metadata.Add(requirement);
        });
        return builder;
    }
}
