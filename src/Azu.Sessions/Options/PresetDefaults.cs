namespace Azu.Sessions;

/// <summary>What each preset sets.</summary>
internal static class PresetDefaults
{
    public static bool IsHardened(SessionPreset preset) => preset is SessionPreset.Production or SessionPreset.HighSecurity or SessionPreset.Clustered;

    public static void Apply(SessionPreset preset, AzuSessionOptions options)
    {
        if (IsHardened(preset))
        {
            options.Cookie.SecurePolicy = CookieSecurity.Always;
        }

        switch (preset)
        {
            case SessionPreset.Development:
                options.IdleTimeout = TimeSpan.FromHours(8);
                break;
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
}
