using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Finds options that make no sense. Each message names the setting and says what to change.</summary>
internal sealed class AzuSessionsOptionsValidator : IValidateOptions<AzuSessionsOptions>
{
    // Far beyond any use, and far from where times overflow.
    private static readonly TimeSpan s_max = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, AzuSessionsOptions options) => Mistakes(options).ToResult();

    private static IEnumerable<string> Mistakes(AzuSessionsOptions o)
    {
        if (string.IsNullOrWhiteSpace(o.ApplicationName)
            && o.ApplicationName is not null) yield return "ApplicationName is empty; give it a name, or leave it null for the setting SESSION_APPLICATION.";
        if (o.IdleTimeout <= TimeSpan.Zero) yield return $"IdleTimeout is {o.IdleTimeout}; it must be longer than zero.";
        if (o.AbsoluteTimeout <= TimeSpan.Zero) yield return $"AbsoluteTimeout is {o.AbsoluteTimeout}; it must be longer than zero, or null for none.";
        if (o.IdleTimeout > s_max) yield return $"IdleTimeout is {o.IdleTimeout}; it must be at most {s_max.Days} days.";
        if (o.AbsoluteTimeout > s_max) yield return $"AbsoluteTimeout is {o.AbsoluteTimeout}; it must be at most {s_max.Days} days, or null for none.";
        if (o.AbsoluteTimeout < o.IdleTimeout) yield return $"AbsoluteTimeout ({o.AbsoluteTimeout}) is shorter than IdleTimeout ({o.IdleTimeout}), which " +
            "then never counts. Raise AbsoluteTimeout for longer sessions, or shorten IdleTimeout.";
        if (o.MaxAbsoluteTimeout is not null
            && o.AbsoluteTimeout is null) yield return $"MaxAbsoluteTimeout is {o.MaxAbsoluteTimeout}, but AbsoluteTimeout is null, so sessions have no " +
            "absolute end. Set AbsoluteTimeout too.";
        if (o.MaxAbsoluteTimeout < o.AbsoluteTimeout) yield return $"MaxAbsoluteTimeout ({o.MaxAbsoluteTimeout}) is shorter than AbsoluteTimeout " +
            $"({o.AbsoluteTimeout}). Shorten AbsoluteTimeout, or leave MaxAbsoluteTimeout null.";
        if (o.MaxAbsoluteTimeout > s_max) yield return $"MaxAbsoluteTimeout is {o.MaxAbsoluteTimeout}; it must be at most {s_max.Days} days, or null for " +
            "AbsoluteTimeout.";
        if (o.TouchInterval < TimeSpan.Zero
            || o.TouchInterval >= o.IdleTimeout) yield return $"TouchInterval is {o.TouchInterval}; it must be at least zero and shorter than IdleTimeout " +
            $"({o.IdleTimeout}), or sessions in use would end.";
        if (o.RotationGrace < TimeSpan.Zero
            || o.RotationGrace > TimeSpan.FromMinutes(5)) yield return $"RotationGrace is {o.RotationGrace}; it must lie between zero and 5 minutes. It is " +
            "there for requests that are already under way.";
        if (o.MaxStaleOnOutage <= TimeSpan.Zero
            || o.MaxStaleOnOutage > TimeSpan.FromHours(1)) yield return $"MaxStaleOnOutage is {o.MaxStaleOnOutage}; it must be longer than zero and at " +
            "most an hour, because a revocation can go unseen for that long.";
        if (o.MaxSessionsPerSubject < 1) yield return $"MaxSessionsPerSubject is {o.MaxSessionsPerSubject}; it must be at least 1, or null for no limit.";
        if (o.CleanupInterval < TimeSpan.FromSeconds(1)
            || o.CleanupInterval > TimeSpan.FromDays(1)) yield return $"CleanupInterval is {o.CleanupInterval}; it must lie between a second and a day.";
        if (o.MaxPayloadBytes < 1024) yield return $"MaxPayloadBytes is {o.MaxPayloadBytes}; it must be at least 1024.";
        if (o.SignInPath is not ['/', ..]
            || o.SignInPath.StartsWith("//",
            StringComparison.Ordinal)) yield return $"SignInPath is '{LogText.Clean(o.SignInPath ?? "")}'; it must be a path of this application and start " +
            "with one /.";
        if (o.KeyDerivation.Iterations < 1)
            yield return $"KeyDerivation.Iterations is {o.KeyDerivation.Iterations}; it must be positive, and should be 600000.";
        if (o.Cookie.Persistent && (o.AbsoluteTimeout ?? o.IdleTimeout) > SessionCookieOptions.MaxLifetime)
            yield return $"Cookie.Persistent with a lifetime over {SessionCookieOptions.MaxLifetime.Days} days: browsers cut it off there (RFC 6265bis). " +
                "Shorten AbsoluteTimeout.";
        foreach (var error in ModeMistakes(o).Concat(CookieMistakes(o.Cookie))) yield return error;
    }

    private static IEnumerable<string> ModeMistakes(AzuSessionsOptions o)
    {
        if (!Enum.IsDefined(o.OnSessionLimit)) yield return OptionsMistakes.Unknown(nameof(o.OnSessionLimit), o.OnSessionLimit);
        if (o.OnStoreFailure is { } mode && !Enum.IsDefined(mode)) yield return OptionsMistakes.Unknown(nameof(o.OnStoreFailure), mode);
        if (!Enum.IsDefined(o.OnOverwrite)) yield return OptionsMistakes.Unknown(nameof(o.OnOverwrite), o.OnOverwrite);
        if (!Enum.IsDefined(o.OnGone)) yield return OptionsMistakes.Unknown(nameof(o.OnGone), o.OnGone);
        if (!Enum.IsDefined(o.Binding.IpAddress)) yield return OptionsMistakes.Unknown("Binding.IpAddress", o.Binding.IpAddress);
        if (!Enum.IsDefined(o.Binding.OnMismatch)) yield return OptionsMistakes.Unknown("Binding.OnMismatch", o.Binding.OnMismatch);
        if (!Enum.IsDefined(o.Cookie.SameSite)) yield return OptionsMistakes.Unknown("Cookie.SameSite", o.Cookie.SameSite);
        if (o.Cookie.SecurePolicy is { } policy && !Enum.IsDefined(policy)) yield return OptionsMistakes.Unknown("Cookie.SecurePolicy", policy);
    }

    private static IEnumerable<string> CookieMistakes(SessionCookieOptions c)
    {
        if (string.IsNullOrEmpty(c.Name)
            || !c.Name.All(IsTokenCharacter)) yield return $"Cookie.Name '{LogText.Clean(c.Name ?? "")}' is no cookie name: letters, digits and " +
            "!#$%&'*+-.^_`|~ only.";
        else if (c.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase)
            || c.Name.StartsWith("__Secure-",
            StringComparison.OrdinalIgnoreCase)) yield return $"Cookie.Name '{LogText.Clean(c.Name)}' already has a prefix. Leave it out, and set " +
            "Cookie.UseHostPrefix.";
        if (c.Path?.StartsWith('/') != true
            || !c.Path.All(IsAttributeCharacter)) yield return $"Cookie.Path '{LogText.Clean(c.Path ?? "")}' must start with / and hold no semicolon or " +
            "control character.";
        if (c.Domain is not null
            && (c.Domain.Length == 0
            || !c.Domain.All(d => char.IsAsciiLetterOrDigit(d) || d is '.' or '-'))) yield return $"Cookie.Domain '{LogText.Clean(c.Domain)}' is no host name.";
        if (c.UseHostPrefix == true
            && c.Domain is not null) yield return "Cookie.Domain is set, but browsers refuse a __Host- cookie with a Domain. Remove it, or set " +
            "Cookie.UseHostPrefix to false.";
        if (c.UseHostPrefix == true
            && c.Path is not null and not "/") yield return $"Cookie.Path is '{LogText.Clean(c.Path)}', but browsers refuse a __Host- cookie with a Path " +
            "other than '/'. Set it to '/', or Cookie.UseHostPrefix to false.";
        if (c.SecurePolicy != CookieSecurity.Always)
        {
            const string How = "Set Cookie.SecurePolicy to CookieSecurity.Always.";
            if (c.UseHostPrefix == true) yield return $"Cookie.UseHostPrefix needs a cookie that is always Secure. {How}";
            if (c.SameSite == CookieSameSite.None) yield return $"Cookie.SameSite is None, which browsers accept only with Secure. {How}";
            if (c.Partitioned) yield return $"Cookie.Partitioned needs a cookie that is always Secure. {How}";
        }
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c);

    private static bool IsAttributeCharacter(char c) => c is >= ' ' and < (char)127 and not ';' and not ',';
}
