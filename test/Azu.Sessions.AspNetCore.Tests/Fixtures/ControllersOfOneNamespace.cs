using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The assembly has controllers for several applications. Each application finds its own.</summary>
internal static class ControllersOfOneNamespace
{
    public static IMvcBuilder OnlyControllersIn(this IMvcBuilder mvc, string name) =>
        mvc.ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new Selection(name)));

    /// <summary>Runs after the providers that find controllers.</summary>
    private sealed class Selection(string name) : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
        {
            foreach (var other in feature.Controllers.Where(c => c.Namespace != name).ToList()) feature.Controllers.Remove(other);
        }
    }
}
