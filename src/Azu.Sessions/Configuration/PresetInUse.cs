using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azu.Sessions;

/// <summary>Which preset counts.</summary>
internal static class PresetInUse
{
    /// <summary>
    /// The preset that the application chose, else the environment's. Only Development is lenient: a forgotten or misspelled environment must not
    /// weaken anything.
    /// </summary>
    public static SessionPreset Of(SessionPreset? chosen, IServiceProvider services) =>
        chosen ?? (services.GetService<IHostEnvironment>()?.IsDevelopment() == true ? SessionPreset.Development : SessionPreset.Production);
}
