using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>
/// Registers the options of a session type, all in one way: under the name of the type, from the parts of its section, checked when they are first used,
/// which is at start-up.
/// </summary>
internal static class OptionsRegistration
{
    public static void AddSessionOptions(this IServiceCollection services, string name, IConfigurationSection? section)
    {
        services.AddOptions();
        services.AddValidator<AzuSessionsOptions, AzuSessionsOptionsValidator>();
        services.AddValidator<SessionResilienceOptions, SessionResilienceOptionsValidator>();
        services.AddValidator<SessionEncryptionOptions, SessionEncryptionOptionsValidator>();
        services.AddValidator<SessionCompressionOptions, SessionCompressionOptionsValidator>();
        services.AddValidator<NearCacheOptions, NearCacheOptionsValidator>();
        services.AddValidator<MemoryStoreOptions, MemoryStoreOptionsValidator>();
        if (section is null) return;
        // One call for each, because the generator of the binding needs to see the type.
        services.Configure<SessionResilienceOptions>(name, o => section.GetSection("Resilience").Bind(o));
        services.Configure<SessionEncryptionOptions>(name, o => section.GetSection("Encryption").Bind(o));
        services.Configure<SessionCompressionOptions>(name, o => section.GetSection("Compression").Bind(o));
        services.Configure<NearCacheOptions>(name, o => section.GetSection("NearCache").Bind(o));
        services.Configure<MemoryStoreOptions>(name, o => section.GetSection("MemoryStore").Bind(o));
    }

    /// <summary>The options of a session type.</summary>
    /// <exception cref="OptionsValidationException">They make no sense; the message says what to change.</exception>
    public static TOptions OptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions,
        TData>(this IServiceProvider services) where TOptions : class =>
        services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(SessionTypeName.Of<TData>());

    private static void AddValidator<TOptions, TValidator>(this IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>, new() =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new TValidator()));
}
