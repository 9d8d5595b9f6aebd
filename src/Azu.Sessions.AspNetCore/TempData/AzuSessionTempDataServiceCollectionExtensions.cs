using Azu.Sessions;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps TempData in the session.</summary>
public static class AzuSessionTempDataServiceCollectionExtensions
{
    /// <summary>
    /// Keeps TempData of MVC and Razor Pages in the default session, each name for itself: two requests at once lose nothing of each other. Call it before or
    /// after AddControllersWithViews and AddRazorPages; it takes the place of the cookie and of AddSessionStateTempDataProvider.
    /// </summary>
    public static IServiceCollection AddAzuSessionTempData(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<ITempDataProvider, SessionTempDataProvider>());
}
