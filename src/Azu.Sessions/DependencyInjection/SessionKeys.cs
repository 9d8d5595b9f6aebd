using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Makes the key ring from the options, and decides what a missing secret means.</summary>
internal static class SessionKeys
{
    private const string Setting = "SESSION_SECRET";

    /// <param name="services">Where the setting stands, or the source is made from.</param>
    /// <param name="source">Makes the source of keys that rotate by themselves; null: the secrets in the options.</param>
    /// <param name="options">The options.</param>
    /// <param name="preset">The preset.</param>
    /// <param name="log">Is warned of a secret that was made up.</param>
    public static KeyRing Create(IServiceProvider services, Func<IServiceProvider, ISessionKeySource>? source, AzuSessionsOptions options,
        SessionPreset preset, ILogger log)
    {
        var derivation = options.KeyDerivation;
        if (derivation.Iterations < KeyDerivationOptions.MinimumIterations && preset != SessionPreset.Testing)
            throw new InsecureSecretException($"KeyDerivation.Iterations is {derivation.Iterations}; outside of the preset Testing it must be at least " +
                $"{KeyDerivationOptions.MinimumIterations} (OWASP Password Storage Cheat Sheet).");
        var previous = options.PreviousSecrets.Select((text, i) =>
            new SessionKey(SecretText.ToRootKey($"{nameof(options.PreviousSecrets)}[{i}]", text, derivation))).ToArray();
        if (source is not null) return FromSource(services, source(services), options, previous);
        var isInOptions = !string.IsNullOrWhiteSpace(options.Secret);
        var secret = isInOptions ? options.Secret : services.GetService<IConfiguration>()?[Setting];
        var active = string.IsNullOrWhiteSpace(secret)
            ? Generated(services, preset, log)
            : new SessionKey(SecretText.ToRootKey(isInOptions ? nameof(options.Secret) : Setting, secret, derivation));
        var next = options.NextSecret is { } coming ? new SessionKey(SecretText.ToRootKey(nameof(options.NextSecret), coming, derivation)) : null;
        return new(active, next, previous);
    }

    private static KeyRing FromSource(IServiceProvider services, ISessionKeySource source, AzuSessionsOptions options, SessionKey[] previous)
    {
        if (options.Secret is not null || options.NextSecret is not null)
            throw new InvalidOperationException("Both UseDataProtection() and a secret are set, and keys can come from one of them only. Remove Secret and " +
                "NextSecret; put the secret that was used so far into PreviousSecrets, so that nobody is signed out.");
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        return KeyRing.LoadedBy(() =>
        {
            var keys = source.Load(time.GetUtcNow());
            return keys with { Previous = [.. keys.Previous, .. previous] };
        });
    }

    private static SessionKey Generated(IServiceProvider services, SessionPreset preset, ILogger log)
    {
        var isDevelopment = services.GetService<IHostEnvironment>()?.IsDevelopment() == true && !PresetDefaults.IsHardened(preset);
        if (!isDevelopment && preset != SessionPreset.Testing)
            throw new InsecureSecretException($"There is no session secret. Set {Setting} (or the option Secret) to 32 random bytes, the same on every " +
                "node: openssl rand -base64 32. Only in the Development environment is one made up.");
        if (preset != SessionPreset.Testing) services.GetRequiredService<GeneratedSecretWarning>().Warn(log);
        return new(RandomNumberGenerator.GetBytes(32));
    }
}

/// <summary>Warns once per application, however many session types there are.</summary>
internal sealed class GeneratedSecretWarning
{
    private int _isGiven;

    public void Warn(ILogger log)
    {
        if (Interlocked.Exchange(ref _isGiven, 1) == 0) log.SecretGenerated();
    }
}
