namespace Azu.Sessions;

/// <summary>What each preset sets.</summary>
internal static class PresetDefaults
{
    public static bool IsHardened(SessionPreset preset) => preset is SessionPreset.Production or SessionPreset.HighSecurity or SessionPreset.Clustered;

    public static void Apply(SessionPreset preset, AzuSessionsOptions options)
    {
        switch (preset)
        {
            case SessionPreset.HighSecurity:
                options.IdleTimeout = TimeSpan.FromMinutes(15);
                options.AbsoluteTimeout = TimeSpan.FromHours(12);
                options.Cookie.SameSite = CookieSameSite.Strict;
                options.RevokeOnTokenReuse = true;
                options.Binding.IpAddress = AddressBinding.Prefix;
                options.Binding.UserAgent = true;
                break;
            case SessionPreset.Testing:
                options.TouchInterval = TimeSpan.Zero;
                break;
        }
    }

    /// <summary>Fills in what the application left open. It runs last, so that an application may give the cookie options as a new object.</summary>
    public static void Complete(SessionPreset preset, AzuSessionsOptions options)
    {
        options.Cookie.UseHostPrefix ??= IsHardened(preset);
        options.Cookie.SecurePolicy ??= IsHardened(preset) ? CookieSecurity.Always : CookieSecurity.ExceptLocalDevelopment;
    }
}
